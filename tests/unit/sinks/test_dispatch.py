from pathlib import Path
from threading import Event

from structlog.testing import capture_logs

from barograph.sinks.dispatch import Courier, Dispatcher
from barograph.storage import Database, Stores
from tests.servers.base import wait_until
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import make_sink
from tests.unit.storage.making import make_anomaly, opened, resolved

NOW = 1_750_000_000_000


def webhook(stores: Stores, receiver: Receiver, name: str = "main", **more: object) -> Courier:
    return Courier(make_sink(stores, receiver.url, type="webhook", name=name, **more), stores.outbox)


def test_an_outage_is_waited_for_and_the_order_stays(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 1000)], NOW)
    courier = webhook(stores, receiver)
    receiver.status = 503
    for seconds in (0, 0.5, 1, 1.5, 3, 4):
        courier.run_once(NOW + int(seconds * 1000))
    assert receiver.refused == 3, "the pauses are 1 s, 2 s, 4 s"
    assert courier.to_json()["pending"] == 2
    assert "503" in str(courier.to_json()["last_error"])
    receiver.status = 200
    courier.run_once(NOW + 7000)
    assert receiver.told() == [("firing", "latency"), ("resolved", "latency")]
    state = courier.to_json()
    assert (state["pending"], state["delivered"], state["last_error"]) == (0, 2, "")


def test_a_clock_that_is_set_back_keeps_no_message_waiting(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly)], NOW)
    courier = webhook(stores, receiver)
    receiver.status = 503
    courier.run_once(NOW)
    stores.anomalies.record([resolved(anomaly, NOW + 500)], NOW + 500)
    receiver.status = 200
    courier.run_once(NOW + 700)
    assert receiver.told() == [], "it rests"
    courier.run_once(NOW - 3_600_000)
    assert receiver.told() == [("firing", "latency"), ("resolved", "latency")]


def test_what_is_refused_is_put_aside_visible_and_can_be_replayed(stores: Stores, receiver: Receiver) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW))], NOW)
    courier = webhook(stores, receiver)
    receiver.status = 422
    assert courier.run_once(NOW)
    assert courier.to_json()["pending"] == 0
    (letter,) = stores.dead_letters.page("default", "main").items
    assert letter.kind == "opened"
    assert "422" in letter.reason
    receiver.status = 200
    assert not courier.run_once(NOW + 100_000)
    assert stores.dead_letters.replay("default", NOW, "main") == 1
    courier.run_once(NOW + 100_000)
    assert receiver.told() == [("firing", "latency")]
    assert stores.dead_letters.page("default").items == ()


def test_a_full_queue_loses_its_oldest_and_says_how_many(stores: Stores, receiver: Receiver) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW + number)) for number in range(5)], NOW)
    courier = webhook(stores, receiver, queue=2)
    courier.run_once(NOW)
    starts = [delivery.body["alerts"][0]["startsAt"][-5:] for delivery in receiver.deliveries]
    assert starts == [".003Z", ".004Z"]
    assert courier.to_json()["dropped"] == 3


def test_a_process_that_dies_after_claiming_loses_nothing(stores: Stores, receiver: Receiver) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW))], NOW)
    stores.outbox.claim("main/1", NOW, lease_ms=60_000)
    courier = webhook(stores, receiver)
    courier.run_once(NOW + 59_000)
    assert receiver.deliveries == []
    courier.run_once(NOW + 60_000)
    assert receiver.told() == [("firing", "latency")]


def test_the_end_of_an_episode_never_goes_before_its_start(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly)], NOW)
    stores.outbox.claim("main/1", NOW, lease_ms=60_000)
    stores.anomalies.record([resolved(anomaly, NOW + 1000)], NOW + 1000)
    courier = webhook(stores, receiver)
    for seconds in (2, 59, 60, 61):
        courier.run_once(NOW + seconds * 1000)
    assert receiver.told() == [("firing", "latency"), ("resolved", "latency")]


def test_an_outbox_that_can_not_be_read_is_told_of_once(receiver: Receiver, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'later.db'}")
    stores, looks = Stores.over(database, ("main/1",), ("main/1",)), []

    def clock() -> float:
        looks.append(NOW)
        return NOW / 1000

    dispatcher = Dispatcher(clock)
    with capture_logs() as lines:
        dispatcher.employ([webhook(stores, receiver)])
        wait_until(lambda: len(looks) > 2, "three looks at tables that are not there")
    database.upgrade()
    stores.anomalies.record([opened(make_anomaly(NOW))], NOW)
    wait_until(lambda: len(receiver.deliveries) == 1, "the delivery")
    dispatcher.stop(patience_seconds=10)
    database.close()
    assert len(lines) == 1


def test_threads_carry_what_comes_and_drain_at_the_end(stores: Stores, receiver: Receiver) -> None:
    dispatcher = Dispatcher(clock=lambda: NOW / 1000)
    dispatcher.employ([webhook(stores, receiver)])
    stores.anomalies.record([opened(make_anomaly(NOW))], NOW)
    wait_until(lambda: len(receiver.deliveries) == 1, "the delivery")
    stores.anomalies.record([resolved(make_anomaly(NOW), NOW + 1)], NOW)
    dispatcher.stop(patience_seconds=10)
    assert receiver.told() == [("firing", "latency"), ("resolved", "latency")]
    assert dispatcher.to_json()["main/1"]["delivered"] == 2


def test_a_broken_sink_delays_no_other(stores: Stores, receiver: Receiver) -> None:
    broken = Courier(make_sink(stores, "http://127.0.0.1:9", type="webhook", name="main"), stores.outbox)
    other = Stores.over(stores.database, ("main/1", "other/1"), ())
    dispatcher = Dispatcher(clock=lambda: NOW / 1000)
    other.anomalies.record([opened(make_anomaly(NOW))], NOW)
    dispatcher.employ([broken, webhook(stores, receiver, "other")])
    wait_until(lambda: len(receiver.deliveries) == 1, "the delivery to the good one")
    wait_until(lambda: dispatcher.to_json()["main/1"]["retry"] == 1, "the failure of the broken one")
    dispatcher.stop(patience_seconds=10)
    assert dispatcher.to_json()["main/1"]["pending"] == 1


def test_a_stream_of_messages_does_not_keep_open_alerts_from_being_sent_again(
    stores: Stores, receiver: Receiver
) -> None:
    courier = Courier(make_sink(stores, receiver.url), stores.outbox)
    stores.anomalies.record([opened(make_anomaly(NOW, pod="old"))], NOW)
    courier.run_once(NOW)
    stores.anomalies.record([opened(make_anomaly(NOW, pod="new"))], NOW)
    courier.run_once(NOW + 60_000)
    pods = [{alert["labels"]["pod"] for alert in delivery.body} for delivery in receiver.deliveries[-2:]]
    assert pods == [{"new"}, {"old", "new"}]


class Slow:
    """A carrier whose batch takes until it is let go."""

    name = "main/1"

    def __init__(self) -> None:
        self.began, self.may_end, self.rounds = Event(), Event(), 0

    def run_once(self, now_ms: int) -> bool:
        self.rounds += 1
        self.began.set()
        self.may_end.wait(30)
        return True

    def to_json(self) -> dict[str, object]:
        return {}


def test_a_successor_waits_for_the_batch_that_is_on_its_way() -> None:
    old, new = Slow(), Slow()
    dispatcher = Dispatcher()
    dispatcher.employ([old])
    assert old.began.wait(10)
    dispatcher.employ([new])
    assert not new.began.is_set()
    old.may_end.set()
    assert new.began.wait(10)
    assert old.rounds == 1, "who was dismissed carries nothing more"
    dispatcher.employ([])
    new.may_end.set()
    dispatcher.stop(patience_seconds=10)
    assert dispatcher.queues == frozenset()
