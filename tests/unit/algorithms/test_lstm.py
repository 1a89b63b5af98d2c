import numpy as np
import pytest

from barograph.algorithms.checking import (
    check_awkward_series,
    check_company_of_series,
    check_save_and_load,
    check_ticks_equal_range,
)
from barograph.algorithms.lstm import Lstm
from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed


class Cancelled(Exception):
    """Somebody no longer wants the fit."""


@pytest.fixture
def frame() -> Frame:
    rng = np.random.default_rng(0)
    values = 50 + 10 * np.sin(2 * np.pi * np.arange(900) / 16) + rng.normal(0, 0.5, (2, 900))
    return Frame((Labels(row="a"), Labels(row="b")), np.arange(900) * 300_000, values)


QUICK = Lstm(window=16, hidden=8, epochs=8, samples=512)


def test_the_network_tells_the_next_value_better_than_the_last_one_does(frame: Frame) -> None:
    scores = QUICK.score(QUICK.fit(frame.columns(0, 800)), frame, last=100)
    error = np.abs(scores.expected - frame.values[:, -100:]).mean()
    assert error < 0.5 * np.abs(np.diff(frame.values[:, -101:], axis=1)).mean()
    assert (scores.score > 0.625).mean() < 0.02


def test_a_value_that_breaks_the_rhythm_is_strange_though_it_is_common(frame: Frame) -> None:
    values = frame.values.copy()
    values[0, -1] = 110 - values[0, -1] if abs(values[0, -1] - 50) > 5 else 60.0
    changed = frame.with_values(values)
    assert QUICK.score(QUICK.fit(frame.columns(0, 800)), changed, last=1).score[0, 0] > 0.5


def test_progress_is_told_and_what_it_raises_ends_the_fit(frame: Frame) -> None:
    shares: list[float] = []

    def stop_half_way(share: float) -> None:
        shares.append(share)
        if share > 0.3:
            raise Cancelled

    with pytest.raises(Cancelled):
        QUICK.fit(frame, stop_half_way)
    assert shares == sorted(shares)


def test_a_history_that_is_too_large_is_refused_with_the_way_out(frame: Frame) -> None:
    with pytest.raises(ValidationFailed, match="raise `max_values`"):
        Lstm(max_values=100).fit(frame)


def test_the_clock_tells_steps_that_no_window_of_values_can() -> None:
    moments = np.arange(3_000)
    half_hours = 20.0 * (moments % 60 < 30)
    values = half_hours + np.random.default_rng(0).normal(0, 1, len(moments))
    frame = Frame.single(moments * 60_000, values)
    steps, errors = np.flatnonzero(np.diff(half_hours[-400:])) + 1, []
    for features in ((), ("minute",)):
        algorithm = Lstm(window=8, features=features)
        scores = algorithm.score(algorithm.fit(frame.columns(0, 2_600)), frame, last=400)
        errors.append(np.abs(values[-400:] - scores.expected[0])[steps].mean())
    assert errors[1] < 0.5 * errors[0]


def test_ticks_with_a_clock_equal_one_pass() -> None:
    def make() -> Lstm:
        return Lstm(window=8, hidden=4, epochs=2, samples=64, features=("hour", "holiday:DE"))

    check_ticks_equal_range(make)
    check_awkward_series(make)
    check_company_of_series(make)
    check_save_and_load(make)


@pytest.mark.parametrize("wrong", ["mean:12", "value", "houre"])
def test_a_feature_that_is_not_of_the_calendar_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationFailed, match="no feature of the calendar"):
        Lstm(features=(wrong,))
