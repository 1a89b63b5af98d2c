import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from barograph.domain import AnomalyChange, AnomalyState, Event, EventType, Severity
from barograph.errors import NotFound, ValidationFailed
from barograph.storage import AnomalyFilter, Cursor, Database, PageRequest, Stores, anomaly_json
from tests.unit.storage.making import make_anomaly, opened, resolved, updated
from tests.unit.storage.statements import noted_statements


def test_what_was_recorded_is_read_back_the_same(stores: Stores) -> None:
    anomaly = make_anomaly()
    stores.anomalies.record([opened(anomaly)], now_ms=5000)
    stored = stores.anomalies.get("default", anomaly.fingerprint)
    assert math.isnan(stored.evidence.lower)
    assert repr(stored) == repr(anomaly)


def test_a_change_gives_an_event_a_message_and_a_cursor(stores: Stores) -> None:
    anomaly = make_anomaly()
    cursor = Cursor("default", "latency", 4000, 5000, 12, 0.25)
    events = stores.anomalies.record_tick([opened(anomaly)], 5000, cursor, read_ms=None)
    assert events is not None
    assert [(item.id, item.type, item.detector_id) for item in events] == [
        (1, EventType.ANOMALY_DETECTED, "latency")
    ]
    assert stores.events.after("default", 0) == events
    (message,) = stores.outbox.claim("default", now_ms=5000, lease_ms=1000)
    assert (message.kind, message.event_id, message.fingerprint) == ("opened", 1, anomaly.fingerprint)
    assert message.payload["anomaly"]["evidence"]["lower"] is None
    assert stores.cursors.get("default", "latency") == cursor


def test_of_two_that_judged_the_same_points_one_alone_writes(stores: Stores) -> None:
    def record(to_ms: int, read_ms: int | None, *changes: AnomalyChange) -> tuple[Event, ...] | None:
        cursor = Cursor("default", "latency", to_ms, to_ms)
        return stores.anomalies.record_tick(changes, to_ms, cursor, read_ms)

    first, second = make_anomaly(1000), make_anomaly(1500)
    assert record(2000, None, opened(first)) is not None
    assert record(3000, None, opened(second)) is None
    assert record(3000, 2000) == ()
    assert record(4000, 2000, opened(second)) is None
    assert record(2500, 2000, opened(second)) is None
    assert [one.fingerprint for one in stores.anomalies.page("default").items] == [first.fingerprint]
    assert stores.outbox.pending_count("default") == len(stores.events.after("default", 0)) == 1
    cursor = stores.cursors.get("default", "latency")
    assert cursor is not None
    assert cursor.evaluated_to_ms == 3000


def test_of_many_that_judge_at_the_same_time_one_writes(stores: Stores) -> None:
    def judge(number: int) -> bool:
        anomaly = make_anomaly(1000 + number)
        cursor = Cursor("default", "latency", 2000, 2000)
        return stores.anomalies.record_tick([opened(anomaly)], 2000, cursor, None) is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(judge, range(8))) == 1
    assert len(stores.anomalies.page("default").items) == 1


def test_recording_a_tick_again_changes_nothing(stores: Stores) -> None:
    anomaly = make_anomaly()
    steps = [opened(anomaly), updated(anomaly, 2000), resolved(anomaly, 3000)]
    first = stores.anomalies.record(steps, now_ms=5000)
    assert [item.type for item in first] == [
        EventType.ANOMALY_DETECTED,
        EventType.ANOMALY_UPDATED,
        EventType.ANOMALY_RESOLVED,
    ]
    assert stores.anomalies.record(steps, now_ms=6000) == ()
    assert stores.anomalies.record([updated(anomaly, 4000)], now_ms=6000) == ()
    assert len(stores.events.after("default", 0)) == 3
    assert stores.outbox.pending_count("default") == 3
    assert stores.anomalies.get("default", anomaly.fingerprint).state is AnomalyState.RESOLVED


def test_an_episode_grows(stores: Stores) -> None:
    anomaly = make_anomaly()
    stores.anomalies.record([opened(anomaly)], now_ms=1)
    stores.anomalies.record([updated(anomaly, 2000)], now_ms=2)
    assert stores.anomalies.record([updated(anomaly, 2000)], now_ms=3) == ()
    (stored,) = stores.anomalies.open_of("default", "latency")
    assert (stored.updated_ms, stored.peak_score) == (2000, 0.9)
    assert len(stores.anomalies.record([resolved(anomaly, 2000)], now_ms=4)) == 1
    assert stores.anomalies.open_of("default", "latency") == ()


def test_all_or_nothing_when_the_last_write_fails(stores: Stores, database: Database) -> None:
    cursor = Cursor("default", "latency", 2**63, 5000)
    with pytest.raises(ValidationFailed):
        stores.anomalies.record_tick([opened(make_anomaly())], 5000, cursor, None)
    assert stores.events.after("default", 0) == ()
    assert stores.anomalies.page("default").items == ()
    assert stores.outbox.pending_count("default") == 0
    assert stores.events.append([]) == ()
    (event_after,) = stores.anomalies.record([opened(make_anomaly())], now_ms=5000)
    assert event_after.id == 1


def test_a_cursor_never_goes_back(stores: Stores) -> None:
    for name, moment in (("latency", 4000), ("errors", 1000)):
        assert stores.anomalies.record_tick([], 1, Cursor("default", name, moment, 1), None) == ()
    for read_ms in (None, 3000):
        late = Cursor("default", "latency", 3000, 2)
        assert stores.anomalies.record_tick([], 2, late, read_ms) is None
    assert {(item.detector_id, item.evaluated_to_ms) for item in stores.cursors.all()} == {
        ("latency", 4000),
        ("errors", 1000),
    }


@pytest.mark.parametrize(
    ("wanted", "starts"),
    [
        (AnomalyFilter(), [5, 4, 3, 2, 1]),
        (AnomalyFilter(detector_id="errors"), [5]),
        (AnomalyFilter(state=AnomalyState.RESOLVED), [2]),
        (AnomalyFilter(state=AnomalyState.OPEN), [5, 4, 3, 1]),
        (AnomalyFilter(severity=Severity.CRITICAL), []),
        (AnomalyFilter(labels={"route": "/pay"}), [3]),
        (AnomalyFilter(labels={"route": "/pay", "zone": "a"}), []),
        (AnomalyFilter(labels={"route": "'; DROP TABLE anomalies; --"}), []),
        (AnomalyFilter(from_ms=100), [5, 4, 3, 1]),
        (AnomalyFilter(to_ms=2), [2, 1]),
    ],
)
def test_filters(stores: Stores, wanted: AnomalyFilter, starts: Sequence[int]) -> None:
    second = make_anomaly(2)
    changes = [make_anomaly(1), make_anomaly(3, route="/pay"), make_anomaly(4), make_anomaly(5, "errors")]
    stores.anomalies.record([opened(item) for item in changes], now_ms=1)
    stores.anomalies.record([opened(second), resolved(second, 50)], now_ms=1)
    assert [item.started_ms for item in stores.anomalies.page("default", wanted).items] == starts
    assert stores.anomalies.page("other", wanted).items == ()


@pytest.mark.parametrize("sort", ["-started", "started", "-updated", "updated"])
def test_pages_hold_every_row_once(stores: Stores, sort: str) -> None:
    rows = [make_anomaly(start, zone=zone) for start in (1, 2, 3) for zone in "abc"]
    stores.anomalies.record([opened(item) for item in rows], now_ms=1)
    seen: list[str] = []
    cursor = None
    while True:
        page = stores.anomalies.page("default", request=PageRequest(2, cursor, sort))
        seen += [item.fingerprint for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    reverse = sort.startswith("-")
    assert seen == [
        item.fingerprint
        for item in sorted(rows, key=lambda item: (item.started_ms, item.fingerprint), reverse=reverse)
    ]


def test_a_page_as_json_says_the_same(stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly(1)), opened(make_anomaly(2, zone="ü"))], now_ms=1)
    values, rows = stores.anomalies.page("default"), stores.anomalies.page_as_json("default")
    assert orjson.loads(orjson.dumps(rows.items)) == [anomaly_json(item) for item in values.items]


def test_an_unknown_anomaly_is_named(stores: Stores) -> None:
    with pytest.raises(NotFound, match="no anomaly 'nothing'"):
        stores.anomalies.get("default", "nothing")


def test_recording_asks_the_database_no_more_for_many_changes(stores: Stores) -> None:
    counts = []
    for number in (1, 200):
        anomalies = [make_anomaly(start * number) for start in range(1, number + 1)]
        with noted_statements() as statements:
            stores.anomalies.record([opened(item) for item in anomalies], now_ms=1)
        counts.append(len(statements))
    assert counts[0] == counts[1]
