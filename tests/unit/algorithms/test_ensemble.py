from typing import NoReturn

import numpy as np
import pytest

from barograph.algorithms.ensemble import Ensemble
from barograph.algorithms.examples import calm_frame
from barograph.algorithms.mad import Mad
from barograph.algorithms.registry import Registry
from barograph.domain import Frame
from barograph.errors import ValidationFailed

MEMBERS = ("mad", "zscore")


@pytest.fixture
def frame() -> Frame:
    calm = calm_frame(1_300)
    values = calm.values.copy()
    values[0, -1] += 200
    return calm.with_values(values)


@pytest.mark.parametrize("combine", ["mean", "vote", "max"])
def test_members_that_agree_are_believed(frame: Frame, combine: str) -> None:
    algorithm = Ensemble(members=MEMBERS, combine=combine)
    scores = algorithm.score(algorithm.fit(frame.columns(0, 1_200)), frame, last=1).score
    assert scores[0, 0] > 0.625
    assert scores[1:].max() < 0.625


def test_the_member_that_fired_is_named_first(frame: Frame) -> None:
    values = frame.values.copy()
    values[0, -20:-1:4] += 200
    masked = frame.with_values(values)
    algorithm = Ensemble(members=("zscore", "mad"), parameters={"mad": {"window": 40}})
    model = algorithm.fit(frame.columns(0, 1_200))
    said = algorithm.explain(model, masked, series=0, point=1_299)["members"]
    assert isinstance(said, dict)
    assert list(said) == ["mad", "zscore"]
    assert said["mad"] > 0.625 > said["zscore"]


def test_weights_move_the_mean(frame: Frame) -> None:
    answers = [np.full((1, 1), 1.0), np.full((1, 1), 0.0)]
    assert Ensemble(members=MEMBERS, weights=(3, 1))._combine(answers)[0, 0] == 6.0


def test_a_member_that_cannot_tell_is_left_out() -> None:
    answers = [np.full((1, 1), np.nan), np.full((1, 1), 0.5)]
    for combine in ("mean", "vote", "max"):
        assert Ensemble(members=MEMBERS, combine=combine)._combine(answers)[0, 0] == 4.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"members": ("mad",)},
        {"members": ("mad", "mad")},
        {"members": ("mad", "ensemble")},
        {"members": MEMBERS, "weights": (1.0,)},
        {"members": MEMBERS, "parameters": {"ewma": {}}},
        {"members": MEMBERS, "parameters": {"mad": {"window": -1}}},
    ],
)
def test_members_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationFailed):
        Ensemble(**wrong)


def test_a_newer_member_makes_the_ensemble_newer_and_what_it_learnt_before_is_older(
    frame: Frame, monkeypatch: pytest.MonkeyPatch
) -> None:
    algorithm = Ensemble(members=MEMBERS)
    before = algorithm.fit(frame)
    assert before.algorithm_version == algorithm.version == Ensemble.version
    monkeypatch.setattr(Mad, "version", Mad.version + 1)
    assert before.algorithm_version < algorithm.version
    assert Ensemble(members=("zscore", "seasonal")).version == Ensemble.version, "that has no such member"
    assert algorithm.fit(frame).algorithm_version == algorithm.version


def test_a_member_that_nobody_knows_is_refused_at_once() -> None:
    with pytest.raises(ValidationFailed, match=r"There is no algorithm `madd`. Did you mean `mad`\?"):
        Ensemble(members=("madd", "zscore"))


def test_installed_packages_are_looked_through_once(frame: Frame, monkeypatch: pytest.MonkeyPatch) -> None:
    algorithm = Registry.installed().create("ensemble", {"members": list(MEMBERS)})
    model = algorithm.fit(frame)

    def scan(**_group: str) -> NoReturn:
        raise AssertionError("the packages are looked through again")

    monkeypatch.setattr("barograph.algorithms.registry.entry_points", scan)
    algorithm = Registry.installed().create("ensemble", {"members": list(MEMBERS)})
    assert algorithm.window_points > 1
    assert algorithm.score(model, frame, last=1).score.shape == (frame.series_count, 1)
