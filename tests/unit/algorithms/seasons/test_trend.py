import numpy as np
import pytest

from barograph.algorithms.seasons.calendars import DAY_MS
from barograph.algorithms.seasons.trend import fit_trend

TIMES = np.arange(14 * 96) * 900_000
NOISE = np.random.default_rng(0).normal(0, 1, (2, len(TIMES)))


def test_a_steady_rise_is_followed_though_days_swing_and_outliers_jump() -> None:
    values = NOISE + 2 * TIMES / DAY_MS + 5 * np.sin(2 * np.pi * TIMES / DAY_MS)
    values[:, 100:120] = 500
    trend = fit_trend(values, TIMES, DAY_MS)
    assert trend.slope * DAY_MS == pytest.approx([2.0, 2.0], rel=0.1)


def test_noise_and_steps_are_no_trend() -> None:
    values = NOISE.copy()
    values[1, 700:] += 10
    assert fit_trend(values, TIMES, DAY_MS).slope.tolist() == [0.0, 0.0]


def test_a_trend_runs_on_for_no_longer_than_it_was_seen() -> None:
    trend = fit_trend(NOISE + 2 * TIMES / DAY_MS, TIMES, DAY_MS)
    far, farther = trend.expect(np.array([100 * DAY_MS, 200 * DAY_MS])).T
    assert far == pytest.approx(farther)


def test_short_or_empty_history_has_no_trend() -> None:
    assert fit_trend(NOISE[:, :200], TIMES[:200], DAY_MS).slope.tolist() == [0.0, 0.0]
    assert fit_trend(NOISE[:, :0], TIMES[:0], DAY_MS).slope.tolist() == [0.0, 0.0]
