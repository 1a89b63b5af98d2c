import pytest

from barograph.errors import TooManySeries
from barograph.sources.logs.events import EventReader
from tests.unit.sources.logs.lines import ListReader, line

LINES = [
    line(100, "ERROR token=abc"),
    line(119.9, "Traceback (most recent call last):"),
    line(119.95, "  File x"),
    line(120.1, "ValueError: bad"),
    line(121, "INFO next"),
]


def test_a_range_gives_the_same_events_alone_and_as_part_of_a_longer_one() -> None:
    reader = EventReader(ListReader(LINES), 1000)
    whole = [event for batch in reader.read("x", 0, 200_000_000_000) for event in batch]
    assert [event.headline for event in whole] == [
        "ERROR token=<secret>",
        "Traceback: ValueError: bad",
        "INFO next",
    ]
    halves = [
        event
        for start, end in ((0, 120), (120, 200))
        for batch in reader.read("x", start * 10**9, end * 10**9)
        for event in batch
    ]
    assert halves == whole


def test_too_many_lines_are_refused_with_the_setting() -> None:
    with pytest.raises(TooManySeries, match="max_lines"):
        list(EventReader(ListReader(LINES), 3).read("x", 0, 200_000_000_000))
