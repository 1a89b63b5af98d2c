"""A team is told of as many incidents as its budget welcomes, and of what is stranger than those."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from barograph.config.team import TeamSpec
from barograph.config.topology import TopologySpec
from barograph.domain import (
    Anomaly,
    AnomalyChange,
    ChangeKind,
    Event,
    Incident,
    Severity,
)
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.desk import IncidentDesk
from barograph.incidents.kinship import Kinship
from barograph.incidents.rationing import Rationing
from barograph.incidents.topology import Topology
from barograph.storage import Database, Stores
from tests.unit.incidents.test_grouping import anomaly, closed

HOUR = 60
SHOP = TeamSpec.model_validate({"name": "shop", "match": ["team=shop"], "budget": {"alerts": 1}})


class House:
    """Incidents of the team shop, in a real store; each anomaly is of a part of its own."""

    def __init__(self, stores: Stores, teams: Sequence[TeamSpec]) -> None:
        self.stores = stores
        self.teams = list(teams)
        self.reads: list[str] = []
        rationing = Rationing(
            lambda: self.teams,
            lambda one: {**one.labels, "team": one.labels["service"][:4]},
            self._read_past,
        )
        topology = Topology(TopologySpec(calls={"shop-hub": ("shop-b", "shop-c")}))
        kinship = Kinship(topology, learn_cooccurrence((), 1))
        log: list[Event] = []
        self.desk = IncidentDesk(
            stores.events, stores.anomalies, stores.incidents, kinship, log.extend, rationing
        )

    def _read_past(self, tenant: str, since_ms: int) -> Sequence[Incident]:
        self.reads.append(tenant)
        return self.stores.incidents.of_teams(tenant, since_ms)

    def happen(self, kind: ChangeKind, one: Anomaly) -> Incident:
        """Let something happen to an anomaly, and return its incident."""
        self.stores.anomalies.record([AnomalyChange(kind, one)], one.updated_ms)
        self.desk.look(one.updated_ms)
        return next(
            each for each in self.stores.incidents.page("default").items if one.fingerprint in each.members
        )

    def open(self, part: str, minute: int, peak: float = 0.9, **more: Any) -> tuple[Anomaly, Incident]:
        """Let an anomaly of a part open."""
        one = replace(anomaly(f"{part}-{minute}", minute, service=part), peak_score=peak, **more)
        return one, self.happen(ChangeKind.OPENED, one)

    def told(self) -> list[tuple[str, str]]:
        """Return what sinks were told: the kind of message and the incident."""
        messages = self.stores.outbox.claim("default", 2**50, 0, 100)
        return [(one.kind, one.fingerprint) for one in messages if one.kind.startswith("incident_")]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield House(Stores.over(database), [SHOP])
    database.close()


def test_what_is_beyond_the_budget_is_kept_and_not_told(house: House) -> None:
    _, first = house.open("shop-a", 0)
    other, second = house.open("shop-b", 2 * HOUR)
    _, elsewhere = house.open("bank-a", 3 * HOUR)
    assert (first.team, second.team, elsewhere.team) == ("shop", "shop", "")
    assert (first.held_back, elsewhere.held_back) == ("", "")
    assert second.held_back.startswith("Nobody was told: shop had 1 alert in 1w already")
    over = house.happen(ChangeKind.RESOLVED, closed(other, 3 * HOUR))
    assert over.held_back == second.held_back
    assert house.told() == [("incident_opened", first.id), ("incident_opened", elsewhere.id)]


@pytest.mark.parametrize(
    "change", [{"peak_score": 0.95}, {"severity": Severity.CRITICAL}], ids=["stranger", "critical"]
)
def test_what_becomes_stranger_or_critical_is_told_after_all(house: House, change: dict[str, Any]) -> None:
    _, first = house.open("shop-a", 0)
    one, second = house.open("shop-b", 2 * HOUR)
    at_ms = one.updated_ms + 60_000
    released = house.happen(ChangeKind.UPDATED, replace(one, updated_ms=at_ms, **change))
    assert (released.id, released.held_back) == (second.id, "")
    over = house.happen(ChangeKind.RESOLVED, closed(replace(one, **change), 3 * HOUR))
    assert house.told() == [
        ("incident_opened", first.id),
        ("incident_opened", second.id),
        ("incident_resolved", over.id),
    ]


def test_what_starts_together_wakes_people_once_and_is_told(house: House) -> None:
    house.open("shop-a", 0)
    assert house.open("shop-b", 12)[1].held_back == ""


def test_old_alerts_are_forgiven(house: House) -> None:
    house.open("shop-a", 0)
    assert house.open("shop-b", 8 * 24 * HOUR)[1].held_back == ""


def test_what_came_and_went_between_two_looks_is_held_back_as_well(house: House) -> None:
    _, first = house.open("shop-a", 0)
    one = replace(anomaly("brief", 2 * HOUR, service="shop-b"), peak_score=0.5)
    house.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, one)], 1)
    incident = house.happen(ChangeKind.RESOLVED, closed(one, 2 * HOUR + 1))
    assert (incident.state.value, bool(incident.held_back)) == ("resolved", True)
    assert house.told() == [("incident_opened", first.id)]


def test_an_incident_that_was_told_and_merges_into_a_quiet_one_is_told_there(house: House) -> None:
    _, first = house.open("shop-a", 0)
    _, quiet = house.open("shop-b", 2 * HOUR, peak=0.5)
    _, loud = house.open("shop-c", 2 * HOUR + 1, peak=0.95)
    assert (bool(quiet.held_back), bool(loud.held_back)) == (True, False)
    _, merged = house.open("shop-hub", 2 * HOUR + 2, peak=0.5)
    assert (merged.id, merged.held_back) == (quiet.id, "")
    told = [("incident_opened", first.id), ("incident_opened", loud.id)]
    assert house.told()[:2] == told
    assert set(house.told()[2:]) == {("incident_opened", quiet.id), ("incident_resolved", loud.id)}


def test_the_past_is_read_once_a_look_however_many_are_held_back(house: House) -> None:
    house.open("shop-a", 0)
    quiet = [house.open(f"shop-{part}", 2 * HOUR + minute)[0] for minute, part in enumerate("xyz")]
    assert all(one.held_back for one in house.stores.incidents.page("default").items[:3])
    house.reads.clear()
    changes = [
        AnomalyChange(ChangeKind.UPDATED, replace(one, updated_ms=one.updated_ms + 1)) for one in quiet
    ]
    house.stores.anomalies.record(changes, 1)
    house.desk.look(1)
    assert house.reads == ["default"]


def test_a_team_that_is_gone_holds_nothing_back(house: House) -> None:
    house.open("shop-a", 0)
    one, quiet = house.open("shop-b", 2 * HOUR)
    assert quiet.held_back
    house.teams.clear()
    told = house.happen(ChangeKind.UPDATED, replace(one, updated_ms=one.updated_ms + 1))
    assert (told.id, told.held_back) == (quiet.id, "")
    released = house.stores.events.follow(0)[-1]
    assert (released.type.value, released.payload["reason"]) == ("incident_updated", "team_is_gone")
