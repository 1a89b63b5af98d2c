"""Local time for arrays: what the clock on the wall of a time zone showed, daylight-saving time included."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np

from barograph.domain import TimeArray
from barograph.errors import ValidationFailed

__all__ = ["DAY_MS", "HOUR_MS", "WEEK_MS", "find_zone", "local_ms"]

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
WEEK_MS = 7 * DAY_MS
_QUARTER_MS = 900_000


def find_zone(name: str) -> ZoneInfo:
    """Return the time zone of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationFailed(
            f"There is no time zone `{name}`. Use a name such as `Europe/Berlin` or `UTC`."
        ) from error


def local_ms(timestamps: TimeArray, zone: ZoneInfo) -> TimeArray:
    """Return milliseconds on the local clock, counted so that a week begins on Monday at 0.

    Offsets change at quarters of an hour at most, so each quarter is looked up once.
    """
    quarters, place = np.unique(timestamps // _QUARTER_MS, return_inverse=True)
    offsets = [_offset_ms(int(quarter) * _QUARTER_MS, zone) for quarter in quarters]
    monday = 4 * DAY_MS
    local: TimeArray = timestamps - monday + np.array(offsets, dtype=np.int64)[place]
    return local


def _offset_ms(timestamp: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(timestamp / 1000, UTC).astimezone(zone).utcoffset()
    return int(offset.total_seconds() * 1000) if offset else 0
