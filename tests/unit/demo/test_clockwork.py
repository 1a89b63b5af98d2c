import numpy as np

from barograph.demo.clockwork import SCRAPES_PER_DAY, first_scrape_of, load_of_day, scrape_at

SATURDAY = 16  # 1970-01-17
WEDNESDAY = 13


def test_scrapes_are_counted_from_the_epoch() -> None:
    assert scrape_at(4_999) == 0
    assert scrape_at(5_000) == 1
    assert first_scrape_of(2) == 2 * SCRAPES_PER_DAY


def test_nights_and_weekends_are_calmer() -> None:
    hour = SCRAPES_PER_DAY // 24
    load = load_of_day(WEDNESDAY)
    assert load[4 * hour] < 0.7
    assert load[17 * hour] > 1.2
    assert load_of_day(SATURDAY).mean() < 0.9 * load.mean()
    assert load.min() > 0


def test_a_week_has_no_jumps() -> None:
    week = np.concatenate([load_of_day(day) for day in range(8)])
    assert np.abs(np.diff(week)).max() < 0.001
