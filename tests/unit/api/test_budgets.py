from flask.testing import FlaskClient

from barograph.storage import Stores
from tests.unit.api.conftest import Clock
from tests.unit.storage.making import make_anomaly, make_spec, opened

URL = "/api/v1/budgets"
HOUR_MS = 3_600_000


def test_teams_and_detectors_are_reported_against_their_budgets(
    client: FlaskClient, stores: Stores, clock: Clock
) -> None:
    now_ms = int(clock() * 1000)
    budget = {"budget": {"alerts": 2}}
    stores.detectors.create("default", make_spec("latency", labels={"team": "shop"}, policy=budget), 1)
    stores.detectors.create("default", make_spec("errors", labels={"team": "shop"}, policy=budget), 1)
    stores.detectors.create("default", make_spec("disk"), 1)
    changes = [
        opened(make_anomaly(now_ms - hours * HOUR_MS, detector, route=str(hours)))
        for detector, hours in [("latency", 1), ("latency", 2), ("latency", 3), ("errors", 24), ("disk", 5)]
    ]
    stores.anomalies.record(changes, now_ms)
    assert client.get(URL).json["items"] == [
        {"detector": None, "team": "shop", "budget_per_week": 4, "alerts_this_week": 4, "state": "spent"},
        {"detector": "latency", "team": "shop", "budget_per_week": 2, "alerts_this_week": 3, "state": "over"},
        {
            "detector": "errors", "team": "shop", "budget_per_week": 2, "alerts_this_week": 1,
            "state": "within",
        },
        {
            "detector": "disk", "team": None, "budget_per_week": None, "alerts_this_week": 1,
            "state": "unlimited",
        },
    ]  # fmt: skip


def test_teams_can_have_another_label(client: FlaskClient, stores: Stores) -> None:
    stores.detectors.create("default", make_spec(labels={"squad": "cart"}), 1)
    items = client.get(f"{URL}?label=squad").json["items"]
    assert [(item["detector"], item["team"]) for item in items] == [(None, "cart"), ("latency", "cart")]
    assert client.get(f"{URL}?label=a-b").status_code == 422
    assert [item["team"] for item in client.get(URL).json["items"]] == [None]
