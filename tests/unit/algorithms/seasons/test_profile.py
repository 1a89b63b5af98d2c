import numpy as np
import pytest

from barograph.algorithms.seasons.calendars import DAY_MS
from barograph.algorithms.seasons.profile import Profile, fit_profile
from barograph.algorithms.seasons.season import Period

STEP_MS = 300_000
LOCAL = np.arange(14 * 288) * STEP_MS


def draw(shape: np.ndarray, rows: int = 3, noise: float = 1.0) -> np.ndarray:
    return 50 + shape + np.random.default_rng(0).normal(0, noise, (rows, len(shape)))


DAILY = 8 * np.sin(2 * np.pi * LOCAL / DAY_MS)
IS_WEEKEND = (LOCAL // DAY_MS) % 7 >= 5
MONDAY = (LOCAL // DAY_MS) % 7 == 0


@pytest.mark.parametrize(
    ("shape", "period"),
    [
        (0 * DAILY, None),
        (DAILY, Period.DAY),
        (np.where(IS_WEEKEND, 0.2, 1) * DAILY, Period.WORKDAY),
        (np.where(MONDAY, 15, DAILY), Period.WEEK),
        (np.where(LOCAL % 3_600_000 < STEP_MS, 20, 0), Period.HOUR),
        (np.where(LOCAL % DAY_MS // 1_800_000 == 6, 75, 0), Period.DAY),
    ],
)
def test_each_series_gets_the_season_that_it_has(shape: np.ndarray, period: Period | None) -> None:
    profile, _ = fit_profile(draw(shape), LOCAL, STEP_MS)
    for row in range(3):
        season = profile.season_of(row)
        assert (season.period if season else None) == period


def test_expected_values_follow_the_season() -> None:
    profile, _ = fit_profile(draw(DAILY), LOCAL, STEP_MS)
    ahead = LOCAL[:288] + 20 * DAY_MS
    assert np.abs(profile.expect(ahead) - 50 - DAILY[:288]).mean() < 0.5


def test_values_told_by_other_days_leave_as_much_over_as_days_to_come() -> None:
    values = draw(DAILY, rows=50)
    profile, told = fit_profile(values, LOCAL, STEP_MS)
    to_come = np.random.default_rng(9).normal(0, 1, (50, 2_016)) + 50 + DAILY[:2_016]
    left = np.std(to_come - profile.expect(LOCAL[:2_016] + 14 * DAY_MS))
    assert np.std(values - told) == pytest.approx(left, rel=0.05)


def test_a_profile_survives_a_model() -> None:
    profile, _ = fit_profile(draw(DAILY), LOCAL, STEP_MS)
    read = Profile.from_model(profile.to_arrays(), profile.to_meta())
    assert np.array_equal(read.expect(LOCAL[:9]), profile.expect(LOCAL[:9]))
