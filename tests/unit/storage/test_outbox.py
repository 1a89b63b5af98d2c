from concurrent.futures import ThreadPoolExecutor

from barograph.storage import Database, Outbox, Stores
from tests.unit.storage.making import make_anomaly, opened


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


def test_two_senders_never_hold_the_same_message(stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly(start)) for start in range(1, 61)], now_ms=1)

    def claim(_: int) -> list[int]:
        return [item.id for item in stores.outbox.claim("default", 1, 1000, limit=10)]

    with ThreadPoolExecutor(4) as pool:
        claimed = [number for ids in pool.map(claim, range(8)) for number in ids]
    assert len(claimed) == len(set(claimed)) == 60


def test_outbox_and_stores_share_one_table(database: Database, stores: Stores) -> None:
    stores.anomalies.record([opened(make_anomaly())], now_ms=1)
    assert Outbox(database).pending_count("default") == 1
