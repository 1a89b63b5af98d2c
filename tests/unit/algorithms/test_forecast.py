import numpy as np
import pytest

from barograph.algorithms.forecast import Forecast
from barograph.algorithms.seasons.calendars import DAY_MS, HOUR_MS
from barograph.domain import Frame

STEP_MS = 900_000
POINTS = 14 * 96


def filling_disk() -> Frame:
    times = np.arange(POINTS) * STEP_MS
    used = 30 + 4.0 * times / DAY_MS + np.random.default_rng(0).normal(0, 0.2, POINTS)
    return Frame.single(times, used)


def test_the_disk_will_be_full_when_the_line_says_so() -> None:
    frame, algorithm = filling_disk(), Forecast()
    ahead = frame.timestamps[-1] + np.arange(1, 8 * 24) * HOUR_MS
    outlook = algorithm.forecast_at(algorithm.fit(frame), frame, ahead)
    full = outlook.first_reach(100.0)[0]
    assert full is not None
    assert (full - frame.timestamps[-1]) / DAY_MS == pytest.approx((100 - 86) / 4, abs=0.3)
    assert outlook.first_reach(500.0) == [None]
    assert np.all(np.diff(outlook.upper[0] - outlook.lower[0]) >= 0)


@pytest.mark.parametrize("minutes", [1, 5])
def test_a_leak_that_began_yesterday_is_foretold_whatever_the_step(minutes: int) -> None:
    step_ms, points = minutes * 60_000, 14 * 1440 // minutes
    used = 40 + np.random.default_rng(3).normal(0, 0.05, points)
    used[-1440 // minutes :] += np.linspace(0, 48, 1440 // minutes)
    frame, algorithm = Frame.single(np.arange(points) * step_ms, used), Forecast()
    ahead = frame.timestamps[-1] + np.arange(1, 6 * 60 // minutes) * step_ms
    outlook = algorithm.forecast_at(algorithm.fit(frame), frame, ahead)
    full = outlook.first_reach(90.0)[0]
    assert full is not None
    assert (full - frame.timestamps[-1]) / HOUR_MS == pytest.approx(1, abs=0.2)
    assert (outlook.lower <= outlook.expected).all()
    assert (outlook.expected <= outlook.upper).all()


def test_a_limit_below_is_reached_from_above() -> None:
    frame, algorithm = filling_disk(), Forecast()
    falling = frame.with_values(100 - frame.values)
    ahead = frame.timestamps[-1] + np.arange(1, 8 * 24) * HOUR_MS
    assert algorithm.forecast_at(algorithm.fit(falling), falling, ahead).first_reach(5.0)[0] is not None


def test_a_jump_is_strange_and_the_new_level_is_not() -> None:
    frame, algorithm = filling_disk(), Forecast()
    values = frame.values.copy()
    values[0, -70:] += 10
    scores = algorithm.score(
        algorithm.fit(frame.columns(0, POINTS - 100)), frame.with_values(values), last=100
    )
    assert scores.score[0, 30] > 0.625
    assert scores.score[0, -10:].max() < 0.625


def test_what_was_never_negative_is_not_expected_to_be() -> None:
    rarely = (np.random.default_rng(1).random(POINTS) < 0.03) * 5.0
    frame, algorithm = Frame.single(np.arange(POINTS) * STEP_MS, rarely), Forecast()
    model = algorithm.fit(frame)
    scores = algorithm.score(model, frame)
    known = np.isfinite(scores.expected)
    assert scores.lower[known].min() == 0
    assert scores.expected[known].min() >= 0
    fallen = frame.with_values(np.where(np.arange(POINTS) == POINTS - 1, -1.0, frame.values))
    assert algorithm.score(model, fallen, last=1).lower[0, 0] < -1


def test_an_outlook_knows_what_each_series_was_at_the_least_and_at_the_most() -> None:
    frame, algorithm = filling_disk(), Forecast()
    model = algorithm.fit(frame)
    ahead = frame.timestamps[-1] + np.arange(1, 5) * HOUR_MS
    outlook = algorithm.forecast_at(model, frame.tail(96), ahead)
    assert outlook.least[0] == pytest.approx(frame.values.min())
    assert outlook.most[0] == pytest.approx(frame.values.max())
    assert (outlook.lower <= outlook.expected).all()
