from concurrent.futures import ThreadPoolExecutor

from barograph.storage import Database, Outbox, OutboxItem, ProcessBeat, Stores
from tests.unit.storage.making import make_anomaly, opened, resolved


def test_each_sink_gets_its_own_message(database: Database) -> None:
    stores = Stores.over(database, sinks=("alertmanager", "webhook"))
    stores.anomalies.record([opened(make_anomaly())], now_ms=1)
    assert len(stores.outbox.claim("alertmanager", 1, 10)) == 1
    assert len(stores.outbox.claim("webhook", 1, 10)) == 1
    assert stores.outbox.claim("pager", 1, 10) == ()


def test_a_message_that_nobody_confirmed_comes_again(stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly())], now_ms=1)
    assert [item.attempts for item in stores.outbox.claim("default", now_ms=1, lease_ms=10)] == [1]
    assert stores.outbox.claim("default", now_ms=10, lease_ms=10) == ()
    assert [item.attempts for item in stores.outbox.claim("default", now_ms=11, lease_ms=10)] == [2]


def test_a_delivered_message_is_gone_and_a_failed_one_waits(stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly(1)), opened(make_anomaly(2))], now_ms=1)
    first, second = stores.outbox.claim("default", 1, 10)
    stores.outbox.mark_delivered([first.id], now_ms=2)
    stores.outbox.mark_failed([second.id], "HTTP 503", retry_ms=50)
    assert stores.outbox.pending_count("default") == 1
    assert stores.outbox.claim("default", 49, 10) == ()
    assert [item.id for item in stores.outbox.claim("default", 50, 10)] == [second.id]
    assert stores.outbox.forget_before(2) == 2


def test_one_sender_at_a_time_works_on_a_queue(stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly(start)) for start in range(1, 61)], now_ms=1)

    def claim(_: int) -> tuple[OutboxItem, ...]:
        return stores.outbox.claim("default", 1, 1000, limit=10)

    for batch in range(6):
        with ThreadPoolExecutor(4) as pool:
            claims = [claimed for claimed in pool.map(claim, range(8)) if claimed]
        (items,) = claims
        assert [item.at_ms for item in items] == list(range(10 * batch + 1, 10 * batch + 11))
        stores.outbox.mark_delivered([item.id for item in items], now_ms=1)
    assert claim(0) == ()


def test_nothing_overtakes_what_is_on_its_way_or_waits_for_its_next_attempt(stores: Stores) -> None:
    anomaly = make_anomaly()
    stores.anomalies.record([opened(anomaly)], now_ms=1)
    (start,) = stores.outbox.claim("default", 1, lease_ms=60_000)
    stores.anomalies.record([resolved(anomaly, 20_000)], now_ms=20_000)
    assert stores.outbox.claim("default", 21_000, 60_000) == ()
    stores.outbox.mark_failed([start.id], "HTTP 503", retry_ms=30_000)
    assert stores.outbox.claim("default", 29_999, 60_000) == ()
    claimed = stores.outbox.claim("default", 30_000, 60_000)
    assert [item.kind for item in claimed] == ["opened", "resolved"]
    stores.outbox.mark_failed([item.id for item in claimed], "HTTP 503", retry_ms=40_000)
    stores.outbox.mark_dead([start.id], "HTTP 422")
    assert [item.kind for item in stores.outbox.claim("default", 40_000, 60_000)] == ["resolved"]


def test_what_an_engine_held_when_it_ended_is_carried_at_once(stores: Stores) -> None:
    stores.processes.beat(ProcessBeat("host/7/ab", "engine", "host", 7, "running", "Runs.", 1, 1))
    stores.anomalies.record([opened(make_anomaly())], now_ms=1)
    assert len(stores.outbox.claim("default", 1, 60_000, worker="host/7/ab")) == 1
    assert stores.outbox.claim("default", 2, 60_000, worker="host/8/cd") == ()
    stores.processes.forget_pid("host", 7)
    (item,) = stores.outbox.claim("default", 3, 60_000, worker="host/8/cd")
    stores.outbox.mark_failed([item.id], "HTTP 503", retry_ms=50)
    assert stores.outbox.claim("default", 49, 60_000) == ()


def test_outbox_and_stores_share_one_table(database: Database, stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly())], now_ms=1)
    assert Outbox(database).pending_count("default") == 1
