"""docs/live.md names every type of event, and each under the topic that it has."""

import fnmatch
import re
from pathlib import Path

from barograph.domain import EventType
from barograph.live.topics import Topic, topic_of

PAGE = (Path(__file__).parents[2] / "docs" / "live.md").read_text()


def rows(header: str) -> list[list[str]]:
    table = PAGE.partition(f"\n{header}\n")[2].partition("\n\n")[0].splitlines()[1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_every_type_of_event_is_named_once() -> None:
    named = [name for row in rows("| event | when |") for name in names(row[0])]
    assert sorted(named) == sorted(kind.value for kind in EventType)


def test_every_type_stands_under_its_topic() -> None:
    patterns = {row[0].strip("`"): names(row[1]) for row in rows("| topic | what | least role |")}
    for kind in EventType:
        of = [name for name, shown in patterns.items() if any(fnmatch.fnmatch(kind, one) for one in shown)]
        assert of == [topic_of(kind).value], kind
    assert {topic.value for topic in Topic} <= set(patterns)
