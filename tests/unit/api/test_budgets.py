from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from flask.testing import FlaskClient

from barograph.domain import IncidentChange, IncidentChangeKind
from barograph.storage import Stores
from tests.unit.api.conftest import Clock
from tests.unit.sinks.making import make_incident
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
    rows = [
        [row[name] for name in ("detector", "team", "budget_per_week", "alerts_this_week", "state")]
        for row in client.get(URL).json["items"]
    ]
    assert rows == [
        [None, "shop", 4, 4, "spent"],
        ["latency", "shop", 2, 3, "over"],
        ["errors", "shop", 2, 1, "within"],
        ["disk", None, None, 1, "unlimited"],
    ]


def test_a_team_with_a_budget_of_its_own_is_counted_by_what_it_was_told(
    make_app: Callable[..., Flask], stores: Stores, clock: Clock
) -> None:
    now_ms = int(clock() * 1000)
    shop = {"name": "shop", "match": ["team=shop"], "budget": {"alerts": 2}}
    stores.detectors.create("default", make_spec("latency", labels={"team": "shop"}), 1)
    for hours, held_back in ((1, ""), (30, ""), (31, "Nobody was told."), (24 * 8, "Nobody was told.")):
        one = replace(
            make_incident("f").incident,
            id=f"inc{hours}",
            team="shop",
            held_back=held_back,
            started_ms=now_ms - hours * HOUR_MS,
        )
        stores.incidents.record([IncidentChange(IncidentChangeKind.OPENED, one)], now_ms)
    client = make_app(teams=[shop]).test_client()
    (row, _) = client.get(URL).json["items"]
    assert row == {
        "detector": None,
        "team": "shop",
        "budget_per_week": 2,
        "alerts_this_week": 2,
        "state": "spent",
        "held_back": 1,
    }


def test_teams_can_have_another_label(client: FlaskClient, stores: Stores) -> None:
    stores.detectors.create("default", make_spec(labels={"squad": "cart"}), 1)
    items = client.get(f"{URL}?label=squad").json["items"]
    assert [(item["detector"], item["team"]) for item in items] == [(None, "cart"), ("latency", "cart")]
    assert client.get(f"{URL}?label=a-b").status_code == 422
    assert [item["team"] for item in client.get(URL).json["items"]] == [None]
