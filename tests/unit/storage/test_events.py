from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event as Signal
from threading import Thread
from typing import Any

from barograph.domain import Event, EventType
from barograph.storage import Database, EventFilter, EventLog, Page, PageRequest


def heartbeat(created_ms: int = 1, tenant: str = "default") -> Event:
    return Event(EventType.HEARTBEAT, tenant, created_ms)


def test_ids_grow_over_all_tenants_and_each_sees_its_own(database: Database) -> None:
    log = EventLog(database)
    log.append([heartbeat(), heartbeat(tenant="other"), heartbeat()])
    assert [item.id for item in log.after("default", 0)] == [1, 3]
    assert [item.id for item in log.after("default", 1)] == [3]
    assert [item.id for item in log.after("other", 0, limit=1)] == [2]
    assert log.after("default", 0, detector_id="latency") == ()
    assert [item.id for item in log.follow(1)] == [2, 3]
    assert [item.id for item in log.follow(0, limit=1)] == [1]
    assert log.span() == (1, 3)


def test_a_time_is_looked_back_at_latest_first_and_page_by_page(database: Database) -> None:
    log = EventLog(database)
    started = replace(heartbeat(30), type=EventType.DETECTOR_STARTED, detector_id="latency")
    log.append([heartbeat(10), heartbeat(40, "other"), started, heartbeat(20), heartbeat(40)])

    def look_back(limit: int = 10, cursor: str | None = None, **wanted: Any) -> Page[Event]:
        return log.history("default", EventFilter(**wanted), PageRequest(limit, cursor))

    assert [item.created_ms for item in look_back().items] == [40, 30, 20, 10]
    assert [item.created_ms for item in look_back(from_ms=20, to_ms=30).items] == [30, 20]
    assert [item.created_ms for item in look_back(without=(EventType.HEARTBEAT,)).items] == [30]
    assert [item.created_ms for item in look_back(detector_id="latency").items] == [30]
    first = look_back(limit=3)
    assert [item.created_ms for item in look_back(3, first.next_cursor).items] == [10]


def test_a_reader_never_sees_an_id_before_a_smaller_one(database: Database) -> None:
    """Given many writers at once, when a reader follows the log, then it misses no event."""
    log = EventLog(database)
    is_done = Signal()
    seen: list[int] = []

    def follow() -> None:
        while not is_done.is_set():
            seen.extend(item.id for item in log.after("default", seen[-1] if seen else 0))
        seen.extend(item.id for item in log.after("default", seen[-1] if seen else 0))

    reader = Thread(target=follow)
    reader.start()
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in pool.map(lambda _: log.append([heartbeat(), heartbeat()]), range(100)):
                pass
    finally:
        is_done.set()
        reader.join()
    assert seen == list(range(1, 201))


def test_a_writer_waits_for_the_commit_of_the_one_before(database: Database) -> None:
    log = EventLog(database)
    has_second_id = Signal()
    second: list[Event] = []

    def write() -> None:
        second.extend(log.append([heartbeat()]))
        has_second_id.set()

    with database.begin() as connection:
        (first,) = log.append_within(connection, [heartbeat()])
        writer = Thread(target=write)
        writer.start()
        assert not has_second_id.wait(0.1)
    writer.join()
    assert (first.id, second[0].id) == (1, 2)


def test_old_events_are_forgotten_and_ids_go_on(database: Database) -> None:
    log = EventLog(database)
    assert log.span() == (1, 0)
    log.append([heartbeat(1), heartbeat(5)])
    assert log.forget_before(5) == 1
    assert log.span() == (2, 2)
    assert log.forget_before(9) == 1
    assert log.span() == (3, 2)
    (third,) = log.append([heartbeat(9)])
    assert third.id == 3
