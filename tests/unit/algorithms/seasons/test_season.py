import numpy as np
import pytest

from barograph.algorithms.seasons.calendars import DAY_MS, HOUR_MS, WEEK_MS
from barograph.algorithms.seasons.season import Period, Season, fit_bins, seasons_for

MINUTE_MS = 60_000


def test_short_history_offers_no_season_and_long_history_all() -> None:
    assert seasons_for(5 * MINUTE_MS, DAY_MS // 4) == ()
    assert {season.period for season in seasons_for(5 * MINUTE_MS, 14 * DAY_MS)} == set(Period)


@pytest.mark.parametrize("step_ms", [MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS])
def test_every_bin_is_as_wide_as_a_step_at_least_and_divides_the_period(step_ms: int) -> None:
    for season in seasons_for(step_ms, 20 * DAY_MS):
        assert season.bin_ms >= min(step_ms, DAY_MS)
        assert WEEK_MS % season.bin_ms == 0


@pytest.mark.parametrize(
    ("period", "local_ms", "expected"),
    [
        (Period.HOUR, 3 * HOUR_MS + 30 * MINUTE_MS, 1),
        (Period.DAY, 2 * DAY_MS + 90 * MINUTE_MS, 3),
        (Period.WORKDAY, 4 * DAY_MS + 90 * MINUTE_MS, 3),
        (Period.WORKDAY, 5 * DAY_MS + 90 * MINUTE_MS, 51),
        (Period.WEEK, WEEK_MS + DAY_MS + 90 * MINUTE_MS, 51),
    ],
)
def test_a_moment_falls_into_the_bin_of_its_period(period: Period, local_ms: int, expected: int) -> None:
    season = Season(period, 30 * MINUTE_MS, is_smooth=False)
    assert season.bins_of(np.array([local_ms])).tolist() == [expected]
    assert expected < season.bin_count


def test_a_moment_between_two_bins_takes_its_share_of_both() -> None:
    season = Season(Period.DAY, HOUR_MS, is_smooth=True)
    before, after, share = season.places_of(np.array([HOUR_MS + 45 * MINUTE_MS]))
    assert (before[0], after[0], share[0]) == (1, 2, 0.25)


def test_stairs_are_read_as_they_are() -> None:
    season = Season(Period.DAY, HOUR_MS, is_smooth=False)
    before, after, share = season.places_of(np.array([HOUR_MS + 45 * MINUTE_MS]))
    assert (before[0], after[0], share[0]) == (1, 1, 0.0)


def test_bins_are_medians_and_empty_ones_take_their_neighbour() -> None:
    values = np.array([[1.0, 2.0, 9.0, np.nan], [np.nan, np.nan, np.nan, np.nan]])
    bins = fit_bins(values, np.array([1, 1, 1, 3]), 4)
    assert bins.tolist() == [[2.0] * 4, [0.0] * 4]
