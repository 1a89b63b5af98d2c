import pytest

from barograph.domain import Event, EventType, Severity
from barograph.live.topics import (
    EventFilter,
    Topic,
    is_interested,
    parse_scores_channel,
    scores_channel,
    topic_of,
)


def anomaly(severity: str = "warning", **labels: str) -> Event:
    payload: dict[str, object] = {"anomaly": {"severity": severity, "labels": labels}}
    return Event(EventType.ANOMALY_DETECTED, "default", 0, payload, "checkout", 1)


@pytest.mark.parametrize("kind", list(EventType))
def test_every_kind_of_event_has_a_topic(kind: EventType) -> None:
    assert topic_of(kind) in set(Topic)


@pytest.mark.parametrize(
    ("narrow", "is_wanted"),
    [
        (EventFilter(), True),
        (EventFilter(severity=Severity.WARNING), True),
        (EventFilter(severity=Severity.CRITICAL), False),
        (EventFilter(labels=(("job", "api"),)), True),
        (EventFilter(labels=(("job", "db"),)), False),
        (EventFilter(labels=(("job", "api"), ("zone", ""))), True),
        (EventFilter(detectors=frozenset({"checkout"})), True),
        (EventFilter(detectors=frozenset({"search"})), False),
    ],
)
def test_a_filter_lets_through_what_it_names(narrow: EventFilter, is_wanted: bool) -> None:
    event = anomaly("warning", job="api")
    assert is_interested(frozenset({(Topic.ANOMALIES, narrow)}), event) is is_wanted
    assert not is_interested(frozenset({(Topic.DETECTORS, narrow)}), event)


def test_a_filter_says_nothing_about_events_without_that_field() -> None:
    event = Event(EventType.INCIDENT_OPENED, "default", 0, {"incident": {"id": 1}})
    narrow = EventFilter((("job", "api"),), Severity.CRITICAL, frozenset({"checkout"}))
    assert narrow.matches(event)


def test_names_of_channels_can_be_read_back_whatever_they_hold() -> None:
    labels = (("job", "a&b=c"), ("path", "/x y"))
    channel = scores_channel("team/1", "a/b?c", labels)
    assert parse_scores_channel(channel) == ("team/1", "a/b?c", dict(labels))
    assert channel.startswith("scores/team%2F1/")
