"""A series that comes and goes wakes people once, and a silence of its incident holds for the next one."""

import time
from pathlib import Path

import requests

from barograph.domain import Anomaly, Event
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.desk import IncidentDesk
from barograph.incidents.kinship import Kinship
from barograph.incidents.topology import Topology
from barograph.sinks.alerts import AlertMaker
from barograph.sinks.dispatch import Courier
from barograph.sinks.episodes import Episodes
from barograph.sinks.links import Links
from barograph.sinks.silence import matchers_of
from barograph.storage import Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import make_sink
from tests.unit.storage.making import make_anomaly, opened, resolved

CALM_MS = 600_000


class House:
    """A series, the desk of incidents, and a courier to an Alertmanager."""

    def __init__(self, stores: Stores, url: str) -> None:
        self.stores = stores
        self.url = url
        self.now_ms = int(time.time() * 1000) - 7_200_000
        log: list[Event] = []
        kinship = Kinship(Topology(), learn_cooccurrence((), 1), calm_ms=CALM_MS)
        self.desk = IncidentDesk(stores.events, stores.anomalies, stores.incidents, kinship, log.extend)
        self.courier = Courier(make_sink(stores, url, send=["incidents"], resend="1s"), stores.outbox)

    def start(self) -> Anomaly:
        one = make_anomaly(self.now_ms, pod="a")
        self.stores.anomalies.record([opened(one)], self.now_ms)
        self.look()
        return one

    def end(self, one: Anomaly) -> None:
        self.stores.anomalies.record([resolved(one, self.now_ms)], self.now_ms)
        self.look()

    def wait(self, minutes: int) -> None:
        self.now_ms += minutes * 60_000
        self.look()

    def look(self) -> None:
        self.desk.look(self.now_ms)
        self.desk.end_calm(self.now_ms)
        self.courier.run_once(int(time.time() * 1000))


def test_a_series_that_flaps_is_told_once_and_a_silence_outlives_its_incident(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    stores = Stores.over(stores.database, (), ("main/1",))
    with alertmanager_running(tmp_path / "am", receiver.url) as server:
        house = House(stores, server.url)
        for _ in range(3):
            one = house.start()
            house.wait(3)
            house.end(one)
            house.wait(9)
        wait_until(lambda: len(receiver.deliveries) == 1, "the start")
        house.wait(1)
        wait_until(lambda: len(receiver.deliveries) == 2, "the end")
        assert receiver.told("alertname") == [
            ("firing", "BarographIncident"),
            ("resolved", "BarographIncident"),
        ]
        silence_incident(house)
        house.start()
        wait_until(lambda: states_at(server.url)[-1:] == ["suppressed"], "the next incident being quiet")
        assert len(stores.incidents.page("default").items) == 2
        assert len(receiver.deliveries) == 2


def silence_incident(house: House) -> None:
    """Silence the incident as the API does."""
    (incident,) = house.stores.incidents.page("default").items
    maker = AlertMaker(Links(""), {}, ("team", "cluster", "environment", "namespace"))
    episodes = Episodes(house.stores, maker, ("incidents",))
    (alert,) = episodes.about("default", "incidents", [incident.id])
    matchers = [{"name": one.name, "value": one.value, "isRegex": False} for one in matchers_of(alert.labels)]
    when = {"startsAt": "2020-01-01T00:00:00Z", "endsAt": "2099-01-01T00:00:00Z"}
    body = {**when, "matchers": matchers, "createdBy": "test", "comment": "test"}
    requests.post(f"{house.url}/api/v2/silences", json=body, timeout=5).raise_for_status()


def states_at(url: str) -> list[str]:
    """Return the states of the alerts that an Alertmanager holds, the last one last."""
    alerts = requests.get(f"{url}/api/v2/alerts", timeout=5).json()
    return [one["status"]["state"] for one in sorted(alerts, key=lambda one: one["startsAt"])]
