from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from barograph.domain import (
    Anomaly,
    AnomalyChange,
    ChangeKind,
    Event,
    EventType,
    Incident,
    IncidentState,
)
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.desk import IncidentDesk
from barograph.incidents.editing import IncidentEdit, edit_incident
from barograph.incidents.kinship import Kinship
from barograph.incidents.topology import Topology
from barograph.storage import Database, Stores
from barograph.storage.anomalies import Anomalies
from tests.unit.incidents.test_grouping import MINUTE_MS, anomaly, closed

KINSHIP = Kinship(Topology(), learn_cooccurrence((), 1))


class Bench:
    """A desk over a real store."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.published: list[Event] = []
        self.desk = IncidentDesk(stores.events, stores.anomalies, stores.incidents, KINSHIP, self._publish)

    def _publish(self, events: Sequence[Event]) -> None:
        self.published.extend(events)

    def record(self, kind: ChangeKind, *anomalies: Anomaly) -> None:
        """Let something happen to anomalies, and look."""
        self.stores.anomalies.record([AnomalyChange(kind, one) for one in anomalies], 1)
        self.desk.look(2)

    def edit(self, edit: IncidentEdit) -> Incident:
        """Let somebody change the only open incident."""
        (incident,) = self.stores.incidents.open_of("default")
        return self.stores.incidents.change(
            "default", incident.id, lambda one: edit_incident(one, edit, 13), 13
        )

    def patient_desk(self, minutes: int) -> IncidentDesk:
        """Return a desk that waits whether something returns."""
        kinship = replace(KINSHIP, calm_ms=minutes * MINUTE_MS)
        stores = self.stores
        return IncidentDesk(stores.events, stores.anomalies, stores.incidents, kinship, self._publish)

    def types(self) -> list[EventType]:
        return [event.type for event in self.published]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield Bench(Stores.over(database))
    database.close()


def test_one_message_an_incident_however_many_series(bench: Bench) -> None:
    storm = [anomaly(f"{number:x}", 0, "d", pod=str(number)) for number in range(50)]
    bench.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, one) for one in storm], 1)
    assert bench.desk.look(2) == 1
    assert bench.desk.look(3) == 0
    assert bench.types() == [EventType.INCIDENT_OPENED]
    (incident,) = bench.stores.incidents.open_of("default")
    assert len(incident.members) == 50
    messages = bench.stores.outbox.claim("default", 10, 1000, 200)
    assert [message.kind for message in messages].count("incident_opened") == 1


def test_an_incident_lives_through_looks_and_ends(bench: Bench) -> None:
    first, second = anomaly("a", 0, "d", pod="1"), anomaly("b", 1, "d", pod="2")
    bench.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, first)], 1)
    bench.desk.look(2)
    bench.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, second)], 3)
    bench.desk.look(4)
    over = [AnomalyChange(ChangeKind.RESOLVED, closed(one, 9)) for one in (first, second)]
    bench.stores.anomalies.record(over, 5)
    bench.desk.look(6)
    assert bench.types() == [
        EventType.INCIDENT_OPENED,
        EventType.INCIDENT_UPDATED,
        EventType.INCIDENT_RESOLVED,
    ]
    (incident,) = bench.stores.incidents.page("default").items
    assert incident.state is IncidentState.RESOLVED
    assert bench.stores.incidents.get("default", incident.id) == incident
    assert bench.stores.incidents.open_of("default") == ()


def test_what_came_and_went_between_two_looks_is_opened_and_resolved(bench: Bench) -> None:
    one = anomaly("a", 0, "d")
    bench.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, one)], 1)
    bench.stores.anomalies.record([AnomalyChange(ChangeKind.RESOLVED, closed(one, 5))], 2)
    bench.desk.look(3)
    assert bench.types() == [EventType.INCIDENT_OPENED, EventType.INCIDENT_RESOLVED]


def test_what_is_left_after_an_edit_says_whether_it_is_over(bench: Bench) -> None:
    over, open_one = anomaly("a", 0, "d", pod="1"), anomaly("b", 1, "d", pod="2")
    bench.record(ChangeKind.OPENED, over, open_one)
    bench.record(ChangeKind.RESOLVED, closed(over, 9))
    incident = bench.edit(IncidentEdit(leave_out=("b",)))
    bench.desk.look(5)
    left = bench.stores.incidents.get("default", incident.id)
    assert (left.state, left.ended_ms, left.members) == (IncidentState.RESOLVED, 9 * 60_000, ("a",))
    bench.record(ChangeKind.RESOLVED, closed(open_one, 12))
    assert bench.stores.incidents.get("default", incident.id) == left


def test_an_incident_without_a_known_anomaly_is_over(bench: Bench) -> None:
    bench.record(ChangeKind.OPENED, anomaly("a", 0, "d"))
    incident = bench.edit(IncidentEdit(add=("b",), leave_out=("a",)))
    bench.desk.look(5)
    assert bench.stores.incidents.get("default", incident.id).state is IncidentState.RESOLVED
    assert bench.published[-1].payload["reason"] == "members_are_gone"


def test_what_people_change_during_a_look_is_not_undone(bench: Bench) -> None:
    bench.record(ChangeKind.OPENED, anomaly("a", 0, "d", pod="1"))
    ended: list[Incident] = []

    class Meddling(Anomalies):
        """Anomalies during whose reading somebody ends the incident."""

        def named(self, tenant: str, fingerprints: Sequence[str]) -> tuple[Anomaly, ...]:
            if not ended:
                ended.append(bench.edit(IncidentEdit(is_over=True, note="The disk is replaced")))
            return super().named(tenant, fingerprints)

    stores = bench.stores
    desk = IncidentDesk(
        stores.events, Meddling(stores.database), stores.incidents, KINSHIP, lambda events: None
    )
    again = anomaly("b", 1, "d", pod="2")
    stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, again)], 3)
    assert desk.look(4) == 0
    (incident,) = ended
    assert stores.incidents.get("default", incident.id) == incident
    desk.look(5)
    assert stores.incidents.get("default", incident.id) == incident, "what people ended stays so"
    assert [one.members for one in stores.incidents.open_of("default")] == [("b",)]


def test_what_returns_soon_goes_on_with_the_same_incident(bench: Bench) -> None:
    desk = bench.patient_desk(minutes=10)

    def happen(kind: ChangeKind, one: Anomaly, minute: int) -> None:
        bench.stores.anomalies.record([AnomalyChange(kind, one)], 1)
        desk.look(minute * MINUTE_MS)
        desk.end_calm(minute * MINUTE_MS)

    first, second = anomaly("a", 0, "d", pod="1"), anomaly("b", 19, "d", pod="1")
    happen(ChangeKind.OPENED, first, 1)
    happen(ChangeKind.RESOLVED, closed(first, 9), 10)
    (calm,) = bench.stores.incidents.open_of("default")
    assert calm.calm_since_ms == 10 * MINUTE_MS
    happen(ChangeKind.OPENED, second, 19)
    (incident,) = bench.stores.incidents.open_of("default")
    assert (incident.members, incident.calm_since_ms) == (("a", "b"), None)
    happen(ChangeKind.RESOLVED, closed(second, 20), 21)
    desk.end_calm(30 * MINUTE_MS)
    assert EventType.INCIDENT_RESOLVED not in bench.types()
    desk.end_calm(31 * MINUTE_MS)
    over = bench.stores.incidents.get("default", incident.id)
    assert (over.state, over.ended_ms) == (IncidentState.RESOLVED, 20 * MINUTE_MS)
    assert (bench.types().count(EventType.INCIDENT_OPENED), bench.types()[-1]) == (
        1,
        EventType.INCIDENT_RESOLVED,
    )
    assert desk.end_calm(32 * MINUTE_MS) == 0
    # Its end is new although it lies back, so it is sent again for a while.
    assert over in bench.stores.incidents.unsettled(31 * MINUTE_MS)


def test_two_desks_never_work_on_the_same_events(bench: Bench) -> None:
    bench.stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, anomaly("a", 0))], 1)
    position = bench.stores.incidents.position()
    bench.desk.look(2)
    assert bench.stores.incidents.record((), 3, (position, position + 1)) is None
