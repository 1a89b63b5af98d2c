import pytest

from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    Direction,
    EventType,
    Evidence,
    Feedback,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
    Labels,
    Severity,
    Verdict,
)
from barograph.engine.housekeeping import Housekeeping
from barograph.errors import NotFound
from barograph.storage import PageRequest, Stores
from tests.unit.engine.conftest import make_spec
from tests.unit.storage.making import make_anomaly, opened, resolved

DAY_MS = 86_400_000


def open_episode(detector_id: str) -> AnomalyChange:
    anomaly = Anomaly(
        fingerprint=f"f-{detector_id}",
        detector_id=detector_id,
        labels=Labels(),
        state=AnomalyState.OPEN,
        severity=Severity.WARNING,
        direction=Direction.UP,
        started_ms=1,
        updated_ms=1,
        ended_ms=None,
        peak_score=0.9,
        evidence=Evidence(1, 0, 0, 0, 0.9, "It is high."),
    )
    return AnomalyChange(ChangeKind.OPENED, anomaly)


def incident(name: str, ended_ms: int | None, *members: str) -> IncidentChange:
    state = IncidentState.OPEN if ended_ms is None else IncidentState.RESOLVED
    told = Incident(name, "default", name, state, Severity.WARNING, 1, 1, ended_ms, members)
    return IncidentChange(IncidentChangeKind.UPDATED, told, "grown")


def test_episodes_of_deleted_detectors_are_closed_and_told(stores: Stores) -> None:
    stores.detectors.create("default", make_spec(), 0)
    stores.anomalies.record([open_episode("latency"), open_episode("gone")], 1)
    keeping = Housekeeping(stores, 30, 400, 10)
    assert keeping.close_orphans(5) == 1
    assert stores.anomalies.get("default", "f-gone").ended_ms == 5
    assert stores.anomalies.get("default", "f-latency").state is AnomalyState.OPEN
    assert stores.anomalies.count_open() == 1
    assert stores.events.after("default", 0)[-1].type is EventType.ANOMALY_RESOLVED
    assert keeping.close_orphans(6) == 0


def test_what_is_old_is_forgotten(stores: Stores) -> None:
    stores.anomalies.record([open_episode("latency")], 1)
    finished = stores.jobs.add("default", "detect", 1)
    stores.jobs.finish(finished, {}, 1)
    waiting = stores.jobs.add("default", "detect", 1)
    Housekeeping(stores, 2, 400, 10).forget_old(1 + DAY_MS)
    assert len(stores.events.after("default", 0)) == 1
    assert stores.jobs.get("default", waiting.id)
    Housekeeping(stores, 2, 400, 10).forget_old(1 + 3 * DAY_MS)
    assert stores.events.after("default", 0) == ()


def test_what_is_over_is_forgotten_but_not_what_somebody_spoke_of(stores: Stores) -> None:
    plain, spoken, member, late, going_on = (make_anomaly(start) for start in range(1, 6))
    changes = [opened(one) for one in (plain, spoken, member, late, going_on)]
    stores.anomalies.record([*changes, *(resolved(one, 10) for one in (plain, spoken, member))], 1)
    stores.anomalies.record([resolved(late, 10 + DAY_MS)], 1)
    stores.feedback.add(Feedback("default", spoken.fingerprint, "latency", Verdict.NOISE, "", "ada", 20))
    stores.incidents.record([incident("over", 11, member.fingerprint), incident("still", None)], 1)

    def left() -> tuple[list[int], list[str]]:
        anomalies = stores.anomalies.page("default", None, PageRequest(sort="started")).items
        return [one.started_ms for one in anomalies], [
            one.id for one in stores.incidents.between("default", 0, DAY_MS)
        ]

    keeping = Housekeeping(stores, 30, 100, 10)
    keeping.forget_old(10 + 100 * DAY_MS)
    assert left() == ([1, 2, 3, 4, 5], ["over", "still"])
    keeping.forget_old(11 + 100 * DAY_MS)
    assert left() == ([2, 3, 4, 5], ["over", "still"]), "that of an incident that is there stays"
    keeping.forget_old(12 + 100 * DAY_MS)
    assert left() == ([2, 4, 5], ["still"])
    keeping.forget_old(2000 * DAY_MS)
    assert left() == ([2, 5], ["still"])
    with pytest.raises(NotFound):
        stores.anomalies.get("default", plain.fingerprint)


def test_the_edition_changes_with_the_set_of_running_detectors(stores: Stores) -> None:
    seen = [stores.detectors.edition()]
    stores.detectors.create("default", make_spec(), 1)
    seen.append(stores.detectors.edition())
    stores.detectors.update("default", make_spec(title="other"), 2)
    seen.append(stores.detectors.edition())
    stores.detectors.set_enabled("default", "latency", False, 3)
    seen.append(stores.detectors.edition())
    assert len(set(seen)) == 3
    assert seen[0] == seen[3]


def test_messages_that_nobody_carries_become_dead_letters_after_a_while(stores: Stores) -> None:
    told = Stores.over(stores.database, ("main/1", "gone/1"), ())
    told.anomalies.record([opened(make_anomaly(1))], 1_000)
    keeper = Housekeeping(stores, 30, 400, 5)
    assert keeper.put_letters_aside({"main/1"}, 60_000) == 0, "another engine may know that sink already"
    assert keeper.put_letters_aside({"main/1"}, 61_001) == 1
    assert stores.outbox.counts() == {"main/1": (1, 0), "gone/1": (0, 1)}
    (letter,) = stores.dead_letters.page("default").items
    assert (letter.queue, "No sink has this address" in letter.reason) == ("gone/1", True)
    assert keeper.put_letters_aside({"main/1"}, 61_001) == 0
