from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from barograph.algorithms.seasonal import Seasonal
from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed

BERLIN = ZoneInfo("Europe/Berlin")
STEP_MS = 900_000


def office_hours(first: datetime, days: int, seed: int = 0) -> Frame:
    """People work from nine to five on the clock of Berlin, whatever the season."""
    times = int(first.timestamp() * 1000) + np.arange(days * 96) * STEP_MS
    hours = [datetime.fromtimestamp(time / 1000, BERLIN).hour for time in times]
    rng = np.random.default_rng(seed)
    values = np.where((np.array(hours) >= 9) & (np.array(hours) < 17), 100.0, 10.0)
    return Frame.single(times, values + rng.normal(0, 1, len(times)), Labels(job="shop"))


def test_office_hours_stay_calm_when_the_clocks_change() -> None:
    history = office_hours(datetime(2026, 3, 9, tzinfo=BERLIN), 20)
    summer = office_hours(datetime(2026, 3, 30, tzinfo=BERLIN), 4, seed=1)
    aware, unaware = Seasonal(timezone="Europe/Berlin"), Seasonal()
    assert aware.score(aware.fit(history), summer).score.max() < 0.625
    assert unaware.score(unaware.fit(history), summer).score.max() == 1.0


def test_a_working_level_at_night_is_strange_though_it_is_common_by_day() -> None:
    history = office_hours(datetime(2026, 1, 5, tzinfo=BERLIN), 14)
    later = office_hours(datetime(2026, 1, 19, tzinfo=BERLIN), 1, seed=1)
    values = later.values.copy()
    values[0, 8] = 100.0
    algorithm = Seasonal(timezone="Europe/Berlin")
    scores = algorithm.score(algorithm.fit(history), later.with_values(values))
    assert scores.score[0, 8] == 1.0
    assert scores.upper[0, 8] < 100.0 < scores.upper[0, 48]


def test_a_new_series_is_compared_with_its_last_points() -> None:
    algorithm = Seasonal(timezone="Europe/Berlin", window=20)
    history = office_hours(datetime(2026, 1, 5, tzinfo=BERLIN), 14)
    rng = np.random.default_rng(2)
    values = rng.normal(5000, 1, 40)
    values[-1] = 6000
    window = Frame.single(history.timestamps[:40], values, Labels(job="new"))
    scores = algorithm.score(algorithm.fit(history), window, last=2)
    assert scores.expected[0] == pytest.approx([5000, 5000], rel=0.01)
    assert scores.score[0, 0] < 0.3
    assert scores.score[0, 1] > 0.5


def test_progress_goes_up_to_one() -> None:
    seen: list[float] = []
    Seasonal().fit(office_hours(datetime(2026, 1, 5, tzinfo=BERLIN), 3), seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_a_wrong_time_zone_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="time zone"):
        Seasonal(timezone="Berlin/Europe")
