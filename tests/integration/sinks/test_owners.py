"""Two teams whose series one detector watches: each is told of its own, as severe as that is."""

from dataclasses import replace
from pathlib import Path

from barograph.domain import Severity
from barograph.storage import Stores
from tests.integration.sinks.test_flapping import House
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.receiver import Receiver
from tests.unit.storage.making import make_anomaly, opened

BY_TEAM = """
route:
  receiver: nobody
  group_by: [...]
  group_wait: 200ms
  routes:
    - {{matchers: ['team="payments"'], receiver: payments}}
    - {{matchers: ['team="search"'], receiver: search}}
receivers:
  - {{name: nobody, webhook_configs: [{{url: "{url}/nobody"}}]}}
  - {{name: payments, webhook_configs: [{{url: "{url}/payments"}}]}}
  - {{name: search, webhook_configs: [{{url: "{url}/search"}}]}}
"""


def test_each_team_hears_of_its_own_trouble(tmp_path: Path, stores: Stores, receiver: Receiver) -> None:
    stores = Stores.over(stores.database, (), ("main/1",))
    with alertmanager_running(tmp_path / "am", receiver.url, configuration=BY_TEAM) as server:
        house = House(stores, server.url)
        mild = make_anomaly(house.now_ms, team="payments", service="pay")
        house.now_ms += 480_000
        grave = replace(make_anomaly(house.now_ms, team="search", service="find"), severity=Severity.CRITICAL)
        stores.anomalies.record([opened(mild), opened(grave)], house.now_ms)
        house.look()
        wait_until(lambda: len(receiver.deliveries) == 2, "both teams being told")
    told = {(one.path, *receiver_of(one.body)) for one in receiver.deliveries}
    assert told == {("/payments", "payments", "warning", "1"), ("/search", "search", "critical", "1")}


def receiver_of(body: dict[str, list[dict[str, dict[str, str]]]]) -> tuple[str, str, str]:
    """Return team, severity and number of anomalies that a message tells."""
    (alert,) = body["alerts"]
    return alert["labels"]["team"], alert["labels"]["severity"], alert["annotations"]["anomalies"]
