import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from barograph.algorithms.auto import Auto
from barograph.algorithms.codec import encode_model
from barograph.algorithms.examples import awkward_frame, calm_frame
from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed

POINTS = 2_400


def _split(frame: Frame) -> tuple[Frame, Frame]:
    return frame.columns(0, POINTS), frame.columns(POINTS)


def test_the_future_does_not_move_the_past() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    model = Auto().fit(history)
    values = later.values.copy()
    values[:, 700:] = np.random.default_rng(1).normal(1e3, 1e3, (4, 200))
    before, after = (Auto().score(model, frame) for frame in (later, later.with_values(values)))
    for name in ("score", "expected", "lower", "upper", "alert"):
        mine, other = getattr(before, name)[:, :700], getattr(after, name)[:, :700]
        assert np.array_equal(mine, other, equal_nan=True)


def test_nothing_older_than_the_window_matters() -> None:
    history, later = _split(awkward_frame(POINTS + 900))
    auto = Auto()
    model = auto.fit(history)
    whole = auto.score(model, later)
    window = auto.score(model, later.columns(900 - auto.window_points, 900), last=1)
    assert np.allclose(whole.signal[:, -1:], window.signal, atol=1e-12, equal_nan=True)


def test_an_incident_of_hours_is_told_at_once_and_hardly_again_and_calm_series_stay_calm() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    values = later.values.copy()
    values[2, 650:] += 60.0
    alert = Auto().score(Auto().fit(history), later.with_values(values)).signal[:, 500:]
    told = np.flatnonzero(alert[2] >= 0.625)
    assert told[0] == 150
    assert told[-1] < 150 + 30
    assert np.nanmax(alert[[0, 1, 3]]) < 0.625


def test_the_band_does_not_follow_an_incident() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    values = later.values.copy()
    values[2, 650:700] += 60.0
    model = Auto().fit(history)
    calm, scores = (Auto().score(model, frame) for frame in (later, later.with_values(values)))
    during = slice(650, 700)
    assert (values[2, during] > scores.upper[2, during]).all()
    assert np.abs(scores.expected - calm.expected)[2, 650:674].max() < 5.0


def test_what_is_told_once_lasts_as_long_as_it_is_strange() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    values = later.values.copy()
    values[2, 650:] += 60.0
    scores = Auto().score(Auto().fit(history), later.with_values(values))
    assert scores.lasting is not None
    assert scores.alert is not None
    assert (scores.lasting[2, 650:655] >= 0.625).all()
    assert (scores.alert[2, 651:655] < 0.625).any()
    assert (scores.lasting[0, 500:] < 0.625).all()


def _traffic(points: int) -> Frame:
    """Requests of three services at five minutes that stray by 4 % of what is usual, few of them at night."""
    moments = np.arange(points)
    usual = 200 * (1 - 0.8 * np.cos(2 * np.pi * moments / 288))
    values = usual * np.exp(np.random.default_rng(7).normal(0, 0.04, (3, points)))
    labels = tuple(Labels(service=name) for name in ("cart", "search", "web"))
    return Frame(labels, moments * 300_000, values)


def test_what_is_little_by_day_is_told_by_night() -> None:
    history, later = _split(_traffic(POINTS + 900))
    night, day = (10 * 288 - POINTS + place for place in (0, 144))
    values = later.values.copy()
    values[:, [night, day]] -= 25.0
    scores = Auto().score(Auto().fit(history), later.with_values(values))
    assert (scores.alert[:, night] >= 0.625).all()
    assert (scores.alert[:, day] < 0.625).all()
    assert (scores.lower[:, night] > 0).all()


def test_a_lasting_shift_at_the_border_of_what_is_ordinary_is_one_burst() -> None:
    history, later = _split(_traffic(POINTS + 900))
    values = later.values.copy()
    values[:, 400:] *= 1.2
    lasting = Auto().score(Auto().fit(history), later.with_values(values)).lasting
    assert lasting is not None
    is_on = lasting[:, 430:600] >= 0.625
    assert is_on.mean() > 0.95
    assert (np.diff(is_on.astype(int), axis=1) > 0).sum() <= 3


def test_an_incident_in_history_that_nobody_marked_hides_no_later_one() -> None:
    history, later = _split(_traffic(POINTS + 900))
    past, values = history.values.copy(), later.values.copy()
    past[:, 700:712] *= 0.3
    values[:, 300:308] *= 0.4
    scores = Auto().score(Auto().fit(history.with_values(past)), later.with_values(values))
    assert (scores.alert[:, 300] >= 0.625).all()


def test_a_burst_is_over_soon_after_the_series_is_back() -> None:
    history, later = _split(_traffic(POINTS + 900))
    values = later.values.copy()
    values[:, 400:412] = 0.0
    lasting = Auto().score(Auto().fit(history), later.with_values(values)).lasting
    assert lasting is not None
    assert (lasting[:, 401:412] >= 0.625).all()
    assert (lasting[:, 412 + 14 :] < 0.625).all()


def test_a_standstill_is_told_though_no_value_is_unusual() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    values = later.values.copy()
    values[0, 650:800] = values[0, 650]
    alert = Auto().score(Auto().fit(history), later.with_values(values)).signal
    assert (alert[0, 650:800] >= 0.625).any()


def test_a_restart_as_there_were_some_is_a_habit_but_the_same_jump_the_other_way_is_told() -> None:
    points, restarts = 5_000, [700, 1_900, 2_600, 3_500, 4_300]
    age = np.arange(points) - np.array([0, *restarts])[np.searchsorted(restarts, np.arange(points), "right")]
    noise = np.random.default_rng(3).normal(0, 0.004, (2, points))
    values = 1.0 - 0.2 * np.exp(-age / 150.0) + noise
    values[1, 4_300:] = 1.0 + 0.2 * np.exp(-age[4_300:] / 150.0) + noise[1, 4_300:]
    labels = (Labels(pod="restarts"), Labels(pod="leaks"))
    frame = Frame(labels, np.arange(points, dtype=np.int64) * 60_000, values)
    model = Auto().fit(frame.columns(0, 4_000))
    alert = Auto().score(model, frame.columns(4_000 - 600), last=1_000).signal
    assert np.nanmax(alert[0]) < 0.625
    assert np.nanmax(alert[1, 300:310]) >= 0.625


def test_calm_points_lie_inside_the_band_and_the_band_follows_the_season() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    scores = Auto().score(Auto().fit(history), later)
    inside = (scores.lower <= later.values) & (later.values <= scores.upper)
    assert inside[:, 500:].mean() > 0.999
    assert np.corrcoef(scores.expected[0, 500:], later.values[0, 500:])[0, 1] > 0.9


def test_a_new_series_and_a_short_history_are_judged_by_the_points_before() -> None:
    frame = calm_frame(300)
    model = Auto().fit(frame.columns(0, 30))
    assert "too little history" in str(model.meta["why"])
    assert np.isfinite(Auto().score(model, frame).score[:, 60:]).all()
    known = Auto().fit(calm_frame(POINTS))
    stranger = Frame((Labels(instance="new"),), frame.timestamps, frame.values[:1])
    assert np.isfinite(Auto().score(known, stranger).score[:, 60:]).all()


@pytest.mark.parametrize(
    ("kind", "place", "change"),
    [
        ("jump", 650, lambda part: part.__setitem__(slice(0, 1), 200.0)),
        ("unrest", 670, lambda part: np.add(part, np.linspace(0, 60, 150), out=part)),
        ("standstill", 740, lambda part: part.fill(part[0])),
    ],
)
def test_an_explanation_says_in_json_which_kind_of_departure_a_point_is(
    kind: str, place: int, change: Callable[[np.ndarray], object]
) -> None:
    history, later = _split(calm_frame(POINTS + 900))
    values = later.values.copy()
    change(values[0, 650:800])
    found = Auto().explain(Auto().fit(history), later.with_values(values), 0, place)
    assert found["kind"] == kind
    assert set(json.loads(json.dumps(found))) == {
        "kind",
        "says",
        "scores",
        "is_ordinary_value",
        "season",
        "reads",
    }


def test_an_explanation_of_a_newcomer_says_that_it_is_one() -> None:
    history, later = _split(calm_frame(POINTS + 900))
    stranger = Frame((Labels(instance="new"),), later.timestamps, later.values[:1])
    model = Auto().fit(history)
    assert json.loads(json.dumps(Auto().explain(model, stranger, 0, 300)))["kind"] == "newcomer"
    assert Auto().explain(Auto().fit(history.columns(0, 20)), stranger, 0, 300)["kind"] == "newcomer"


def test_pods_of_a_rollout_are_judged_by_their_kind_until_they_have_a_past() -> None:
    old, new = calm_frame(POINTS, series=30), calm_frame(POINTS, series=3)
    values = np.vstack([old.values, np.where(np.arange(POINTS) < POINTS - 300, np.nan, new.values)])
    labels = (*old.labels, *(Labels(pod=f"new-{row}") for row in range(3)))
    model = Auto().fit(Frame(labels, old.timestamps, values))
    assert model.arrays["is_known"].tolist() == [True] * 30 + [False] * 3
    assert "3 too short" in str(model.meta["why"])


def test_a_model_that_another_version_fitted_leaves_every_series_new_until_the_next_fit() -> None:
    history, later = _split(calm_frame(POINTS + 200))
    old = replace(Auto().fit(history), algorithm_version=1, arrays={})
    assert np.isfinite(Auto().score(old, later).score[:, 60:]).all()
    assert Auto().explain(old, later, 0, 100)["kind"] == "newcomer"


def test_the_model_says_why_and_stays_small() -> None:
    model = Auto().fit(calm_frame(POINTS, series=40))
    assert str(model.meta["why"]).startswith("Of 40 series, ")
    assert sum(array.nbytes for array in model.arrays.values()) / 40 < 4_000
    assert len(encode_model(model)) / 40 < 4_000


def test_a_quiet_time_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="quiet_points"):
        Auto(quiet_points=3)
