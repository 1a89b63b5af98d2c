"""5,000 series break at once: one message, bounded queues, and a database that goes on answering."""

import time
from pathlib import Path

from barograph.domain import Event
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.desk import IncidentDesk
from barograph.incidents.kinship import Kinship
from barograph.incidents.topology import Topology
from barograph.sinks.dispatch import Courier, Dispatcher
from barograph.storage import Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import free_port, wait_until
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import make_sink
from tests.unit.storage.making import make_anomaly, opened, resolved, updated

SERIES = 5_000
QUEUE = 1_000


def now_ms() -> int:
    return int(time.time() * 1000)


def desk_over(stores: Stores) -> IncidentDesk:
    published: list[Event] = []
    kinship = Kinship(Topology(), learn_cooccurrence((), 1))
    return IncidentDesk(stores.events, stores.anomalies, stores.incidents, kinship, published.extend)


def test_a_storm_is_one_message_to_people_and_one_end(
    tmp_path: Path, stores: Stores, receiver: Receiver
) -> None:
    # The address of the second sink is dead, so its queue would grow without a bound.
    stores = Stores.over(stores.database, ("dead/1",), ("main/1",))
    desk, storm = desk_over(stores), [make_anomaly(now_ms(), pod=str(number)) for number in range(SERIES)]
    dead = f"http://127.0.0.1:{free_port()}"
    with alertmanager_running(tmp_path / "am", receiver.url) as server:
        good = make_sink(stores, server.url, send=["incidents"], resend="1s")
        bad = make_sink(stores, dead, type="webhook", name="dead", queue=QUEUE)
        dispatcher = Dispatcher()
        dispatcher.employ([Courier(sink, stores.outbox) for sink in (good, bad)])
        began = now_ms()
        stores.anomalies.record([opened(one) for one in storm], now_ms())
        desk.look(now_ms())
        wait_until(lambda: len(receiver.deliveries) == 1, "the message", deadline_seconds=30)
        stores.anomalies.record([updated(one, one.started_ms + 1) for one in storm], now_ms())
        desk.look(now_ms())
        wait_until(lambda: dispatcher.to_json()["main/1"]["pending"] == 0, "the update")
        stores.anomalies.record([resolved(one, now_ms() - 10) for one in storm], now_ms())
        desk.look(now_ms())
        wait_until(lambda: len(receiver.deliveries) == 2, "the end", deadline_seconds=30)
        wait_until(lambda: dispatcher.to_json()["dead/1"]["pending"] == QUEUE, "the bound of the queue")
        assert int(str(dispatcher.to_json()["dead/1"]["dropped"])) >= 2 * SERIES
        dispatcher.stop(patience_seconds=10)
    assert receiver.told("alertname") == [("firing", "BarographIncident"), ("resolved", "BarographIncident")]
    assert receiver.deliveries[0].body["alerts"][0]["annotations"]["anomalies"] == str(SERIES)
    assert stores.anomalies.count_open() == 0
    (incident,) = stores.incidents.page("default").items
    assert (len(incident.members), incident.ended_ms is not None and incident.ended_ms >= began) == (
        SERIES,
        True,
    )
