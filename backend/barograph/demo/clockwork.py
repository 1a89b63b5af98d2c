"""The grid of time on which the shop is scraped, and the rhythm of days and weeks."""

from functools import lru_cache

import numpy as np

from barograph.domain import FloatArray

__all__ = ["DAY_MS", "SCRAPES_PER_DAY", "SCRAPE_MS", "first_scrape_of", "load_of_day", "scrape_at"]

SCRAPE_MS = 5_000
DAY_MS = 86_400_000
SCRAPES_PER_DAY = DAY_MS // SCRAPE_MS


def scrape_at(time_ms: int) -> int:
    """Return the number of the last scrape at or before a moment; scrape 0 is the epoch."""
    return time_ms // SCRAPE_MS


def first_scrape_of(day: int) -> int:
    """Return the number of the first scrape of a day (UTC)."""
    return day * SCRAPES_PER_DAY


@lru_cache(maxsize=64)
def load_of_day(day: int) -> FloatArray:
    """Return how busy the shop is at each scrape of a day, around 1: nights and week-ends are calm."""
    scrapes = first_scrape_of(day) + np.arange(SCRAPES_PER_DAY)
    hours = scrapes * (SCRAPE_MS / 3_600_000)
    day_angle = 2 * np.pi * hours / 24
    daily = 1 + 0.42 * np.cos(day_angle - 2 * np.pi * 15 / 24) + 0.12 * np.cos(2 * day_angle - np.pi * 20 / 6)
    # The epoch was a Thursday, so a Sunday begins 72 hours after it.
    since_weekend = np.cos(2 * np.pi * (hours - 72) / 168)
    load: FloatArray = daily * (1 - 0.22 * (0.5 + 0.5 * since_weekend) ** 3)
    load.flags.writeable = False
    return load
