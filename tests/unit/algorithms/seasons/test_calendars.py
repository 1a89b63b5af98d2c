from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from barograph.algorithms.seasons.calendars import DAY_MS, HOUR_MS, WEEK_MS, find_zone, local_ms
from barograph.errors import ValidationFailed


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def test_a_week_begins_on_monday_at_midnight_of_the_zone() -> None:
    local = local_ms(np.array([at("2026-03-01T23:00"), at("2026-03-02T00:00")]), ZoneInfo("Europe/Berlin"))
    assert (local % WEEK_MS).tolist() == [0, HOUR_MS]


def test_nine_in_the_morning_stays_nine_over_daylight_saving_time() -> None:
    moments = np.array([at("2026-03-27T08:00"), at("2026-03-30T07:00"), at("2026-10-26T08:00")])
    assert (local_ms(moments, ZoneInfo("Europe/Berlin")) % DAY_MS // HOUR_MS).tolist() == [9, 9, 9]


def test_a_wrong_zone_is_refused_with_an_example() -> None:
    with pytest.raises(ValidationFailed, match="Europe/Berlin"):
        find_zone("Mars/Olympus")
