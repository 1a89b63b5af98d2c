"""From the outbox over a real Alertmanager to a person, each episode once."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from barograph.domain import Anomaly, Severity
from barograph.sinks.dispatch import Courier, Dispatcher
from barograph.storage import Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import free_port, wait_until
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import make_sink
from tests.unit.storage.making import make_anomaly, opened, resolved, updated

ONCE = [("firing", "latency"), ("resolved", "latency")]


def now_ms() -> int:
    return int(time.time() * 1000)


@contextmanager
def dispatching(
    stores: Stores, url: str, resend: str = "1s", clock: Callable[[], float] = time.time, **more: str
) -> Iterator[Dispatcher]:
    sink = make_sink(stores, url, clock=clock, resend=resend, **more)
    dispatcher = Dispatcher(clock)
    dispatcher.employ([Courier(sink, stores.outbox)])
    try:
        yield dispatcher
    finally:
        dispatcher.stop(patience_seconds=10)


def start_episode(stores: Stores, **labels: str) -> Anomaly:
    anomaly = make_anomaly(now_ms() - 2000, **labels)
    stores.anomalies.record([opened(anomaly)], now_ms())
    return anomaly


def end_episode(stores: Stores, anomaly: Anomaly) -> None:
    stores.anomalies.record([resolved(anomaly, now_ms() - 10)], now_ms())


def alerts_at(url: str) -> list[dict[str, str]]:
    """Return the labels of the alerts that an Alertmanager holds as active."""
    answer = requests.get(f"{url}/api/v2/alerts", params={"active": "true"}, timeout=5)
    return [alert["labels"] for alert in answer.json()]


def has_carried(dispatcher: Dispatcher, count: int) -> bool:
    return dispatcher.to_json()["main/1"]["delivered"] == count


def wait_for(receiver: Receiver, told: list[tuple[str, str]]) -> None:
    with suppress(TimeoutError):
        wait_until(lambda: len(receiver.told()) >= len(told), "the receiver being told", 15)
    assert receiver.told() == told


def test_start_updates_and_end_tell_a_person_twice(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    with (
        alertmanager_running(tmp_path / "am", receiver.url) as server,
        dispatching(stores, server.url) as one,
    ):
        anomaly = start_episode(stores)
        wait_for(receiver, ONCE[:1])
        for step in range(3):
            stores.anomalies.record([updated(anomaly, anomaly.started_ms + 100 + step)], now_ms())
        wait_until(lambda: has_carried(one, 4), "the updates")
        end_episode(stores, anomaly)
        wait_for(receiver, ONCE)
        annotations = receiver.deliveries[-1].body["alerts"][0]["annotations"]
        assert annotations["description"] == "latency is 9, expected 2"


def test_a_restart_of_barograph_in_the_middle_tells_nobody_again(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    with alertmanager_running(tmp_path / "am", receiver.url) as server:
        with dispatching(stores, server.url):
            anomaly = start_episode(stores)
            wait_for(receiver, ONCE[:1])
        # What a killed process had claimed comes again after its lease: here it comes at once.
        stores.outbox.claim("main/1", now_ms(), lease_ms=0)
        with dispatching(stores, server.url):
            wait_until(lambda: len(alerts_at(server.url)) == 1, "the alert")
            end_episode(stores, anomaly)
            wait_for(receiver, ONCE)


def test_a_restart_of_alertmanager_in_the_middle_tells_nobody_again(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with dispatching(stores, url) as dispatcher:
        with alertmanager_running(tmp_path / "am", receiver.url, port):
            anomaly = start_episode(stores)
            wait_for(receiver, ONCE[:1])
        wait_until(
            lambda: int(str(dispatcher.to_json()["main/1"]["failures_in_a_row"])) > 0, "the outage being seen"
        )
        with alertmanager_running(tmp_path / "am", receiver.url, port):
            wait_until(lambda: len(alerts_at(url)) == 1, "the alert coming again")
            end_episode(stores, anomaly)
            wait_for(receiver, ONCE)


def test_an_outage_at_the_start_delays_and_loses_nothing(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    port = free_port()
    with dispatching(stores, f"http://127.0.0.1:{port}") as dispatcher:
        anomaly = start_episode(stores)
        wait_until(lambda: int(str(dispatcher.to_json()["main/1"]["retry"])) >= 1, "a failed delivery")
        with alertmanager_running(tmp_path / "am", receiver.url, port):
            wait_for(receiver, ONCE[:1])
            end_episode(stores, anomaly)
            wait_for(receiver, ONCE)


def test_ten_minutes_of_outage_in_simulated_time_end_with_one_start(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    port = free_port()
    courier = Courier(make_sink(stores, f"http://127.0.0.1:{port}"), stores.outbox)
    began_ms = now_ms() - 601_000
    stores.anomalies.record([opened(make_anomaly(began_ms, pod="early"))], began_ms)
    for second in range(600):
        courier.run_once(began_ms + second * 1000)
    assert int(str(courier.to_json()["retry"])) < 20, "the pauses grow"
    with alertmanager_running(tmp_path / "am", receiver.url, port) as server:
        courier.run_once(now_ms() + 60_000)
        wait_until(lambda: len(alerts_at(server.url)) == 1, "the alert")
        wait_for(receiver, ONCE[:1])


def test_what_began_and_ended_in_an_outage_is_told_once_with_its_end(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    port = free_port()
    courier = Courier(make_sink(stores, f"http://127.0.0.1:{port}"), stores.outbox)
    began_ms = now_ms() - 660_000
    anomaly = make_anomaly(began_ms, pod="short")
    stores.anomalies.record([opened(anomaly)], began_ms)
    for second in range(600):
        courier.run_once(began_ms + second * 1000)
        if second == 300:
            stores.anomalies.record([resolved(anomaly, began_ms + 300_000)], began_ms + 300_000)
    with (
        alertmanager_running(tmp_path / "am", receiver.url, port) as server,
        dispatching(stores, server.url, hold="2s"),
    ):
        wait_for(receiver, ONCE)
    description = receiver.deliveries[0].body["alerts"][0]["annotations"]["description"]
    assert description.endswith("UTC and is told late.")


@pytest.mark.parametrize("ahead_seconds", [-600, 600])
def test_a_clock_that_is_wrong_by_ten_minutes_changes_nothing_for_people(
    tmp_path: Path, stores: Stores, receiver: Receiver, ahead_seconds: int
) -> None:
    def clock() -> float:
        return time.time() + ahead_seconds

    with (
        alertmanager_running(tmp_path / "am", receiver.url) as server,
        dispatching(stores, server.url, clock=clock),
    ):
        anomaly = make_anomaly(int(clock() * 1000) - 2000)
        stores.anomalies.record([opened(anomaly)], int(clock() * 1000))
        wait_for(receiver, ONCE[:1])
        stores.anomalies.record([resolved(anomaly, int(clock() * 1000) - 10)], int(clock() * 1000))
        wait_for(receiver, ONCE)


def test_two_replicas_make_one_notification(tmp_path: Path, stores: Stores, receiver: Receiver) -> None:
    database = Database(f"sqlite:///{tmp_path / 'replica.db'}")
    database.upgrade()
    replica = Stores.over(database, ("main/1",), ())
    with (
        alertmanager_running(tmp_path / "am", receiver.url) as server,
        dispatching(stores, server.url) as first,
        dispatching(replica, server.url) as second,
    ):
        anomaly = start_episode(stores)
        replica.anomalies.record([opened(anomaly)], now_ms())
        wait_for(receiver, ONCE[:1])
        # A replica that comes with the start only after the end would hold the alert open for a while.
        wait_until(lambda: has_carried(first, 1) and has_carried(second, 1), "both having told of the start")
        for one in (stores, replica):
            end_episode(one, anomaly)
        wait_until(lambda: has_carried(first, 2) and has_carried(second, 2), "both having told of the end")
        wait_for(receiver, ONCE)
    database.close()


def test_a_storm_reaches_alertmanager_within_thirty_seconds(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    with (
        alertmanager_running(tmp_path / "am", receiver.url, configuration=QUIET) as server,
        dispatching(stores, server.url, resend="1m"),
    ):
        storm = [make_anomaly(now_ms(), pod=str(number)) for number in range(5000)]
        stores.anomalies.record([opened(anomaly) for anomaly in storm], now_ms())
        wait_until(lambda: len(alerts_at(server.url)) == 5000, "5,000 alerts", deadline_seconds=30)


QUIET = """
route: {{receiver: test, group_by: [alertname], group_wait: 1h}}
receivers: [{{name: test, webhook_configs: [{{url: "{url}"}}]}}]
"""


BY_SEVERITY = """
route:
  receiver: mild
  group_by: [...]
  group_wait: 200ms
  group_interval: 500ms
  routes: [{{matchers: ['severity="critical"'], receiver: grave}}]
receivers:
  - {{name: mild, webhook_configs: [{{url: "{url}/mild"}}]}}
  - {{name: grave, webhook_configs: [{{url: "{url}/grave"}}]}}
"""


def test_who_was_told_of_the_milder_one_reads_that_it_goes_on(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    def told() -> set[tuple[str, str, str]]:
        return {
            (one.path, one.body["status"], one.body["alerts"][0]["annotations"]["description"])
            for one in receiver.deliveries
        }

    begun, worse = "latency is 9, expected 2", "It goes on as critical."
    with (
        alertmanager_running(tmp_path / "am", receiver.url, configuration=BY_SEVERITY) as server,
        dispatching(stores, server.url),
    ):
        anomaly = start_episode(stores)
        wait_until(lambda: ("/mild", "firing", begun) in told(), "the start")
        critical = replace(anomaly, severity=Severity.CRITICAL)
        stores.anomalies.record([updated(critical, anomaly.started_ms + 100)], now_ms())
        wait_until(lambda: len(told()) == 3, "both being told")
    assert told() == {("/mild", "firing", begun), ("/mild", "resolved", worse), ("/grave", "firing", begun)}


def test_a_silence_keeps_people_undisturbed(tmp_path: Path, stores: Stores, receiver: Receiver) -> None:
    with alertmanager_running(tmp_path / "am", receiver.url) as server, dispatching(stores, server.url):
        silence = {
            "matchers": [{"name": "route", "value": "/quiet", "isRegex": False, "isEqual": True}],
            "startsAt": "2020-01-01T00:00:00Z",
            "endsAt": "2099-01-01T00:00:00Z",
            "createdBy": "test",
            "comment": "test",
        }
        requests.post(f"{server.url}/api/v2/silences", json=silence, timeout=5).raise_for_status()
        start_episode(stores, route="/quiet")
        wait_until(lambda: len(alerts_at(server.url)) == 1, "the silenced alert")
        start_episode(stores, route="/loud")
        wait_for(receiver, ONCE[:1])
        assert receiver.told("route") == [("firing", "/loud")]
