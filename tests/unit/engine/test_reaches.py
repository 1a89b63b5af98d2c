import numpy as np
import pytest

from barograph.algorithms.outlook import Outlook
from barograph.config.detector import Limit
from barograph.domain import Frame, Labels
from barograph.engine.reaches import find_reaches

MINUTE_MS = 60_000
POINTS = 60


def rising(from_minute: float) -> list[float]:
    """A line that is 10 from a minute on, and 0 before."""
    return [10.0 if minute >= from_minute else 0.0 for minute in range(1, POINTS + 1)]


def sentences(expected: float, lower: float, upper: float, now: float = 5.0) -> list[str]:
    """Say when 10 is reached by the expected line and by both ends of its band."""
    window = Frame((Labels(disk="a"),), np.array([0]), np.array([[now]]))
    moments = np.arange(1, POINTS + 1) * MINUTE_MS
    lines = (np.array([rising(minute)]) for minute in (expected, lower, upper))
    outlook = Outlook(window.labels, moments, *lines, least=np.zeros(1), most=np.full(1, 10.0))
    found = find_reaches("Disk", "", [Limit(value=10.0, name="full")], window, outlook)
    return [reach.sentence for reach in found]


@pytest.mark.parametrize(
    ("expected", "lower", "upper", "when"),
    [
        (9, 9, 9, "in about 9 min"),
        (9, 20, 4, "in about 9 min, between 4 min and 20 min"),
        (9, 20, 9, "in about 9 min, between 9 min and 20 min"),
        (9, 99, 4, "in about 9 min, in 4 min at the earliest"),
        (9, 99, 9, "in about 9 min or later"),
    ],
)
def test_a_range_of_time_is_said_where_its_ends_read_differently(
    expected: float, lower: float, upper: float, when: str
) -> None:
    assert sentences(expected, lower, upper) == [f"Disk (disk=a) is 5 and reaches full (10) {when}."]


def test_what_lies_beyond_the_horizon_is_not_said() -> None:
    assert sentences(99, 99, 4) == []


def test_what_is_reached_already_is_said_without_a_time() -> None:
    assert sentences(9, 9, 9, now=10.0) == ["Disk (disk=a) has reached full (10)."]
