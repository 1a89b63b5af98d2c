from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from barograph.automations.base import Occasion
from barograph.automations.desk import AutomationDesk
from barograph.automations.severities import RaiseSeverityAct
from barograph.automations.worker import AutomationWorkers
from barograph.config.automation import AutomationSpec
from barograph.domain import (
    Event,
    EventType,
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
    Severity,
)
from barograph.errors import SourceUnavailable
from barograph.storage import Database, RunState, Stores
from barograph.storage.tables import AutomationRunRow
from tests.servers.base import wait_until
from tests.unit.storage.making import make_anomaly, opened

ANOMALY = make_anomaly(1000)


class Recorder:
    """Does an action by noting it; fails where it is told to."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.is_broken = False

    def __call__(self, action: Any, occasion: Occasion) -> str:
        self.done.append(occasion.key)
        if self.is_broken:
            raise SourceUnavailable("Nobody is there.")
        return "told"


@pytest.fixture
def act() -> Recorder:
    return Recorder()


@pytest.fixture
def desk(stores: Stores) -> AutomationDesk:
    return AutomationDesk(stores, lambda events: None)


@pytest.fixture
def workers(stores: Stores, act: Recorder) -> AutomationWorkers:
    return AutomationWorkers(stores, {"webhook": act}, "one/engine", 1, clock=lambda: 2.0)


def spec(name: str = "tell", **more: Any) -> AutomationSpec:
    return AutomationSpec.model_validate(
        {
            "name": name,
            "when": {"events": ["anomaly_detected"]},
            "then": [{"type": "webhook", "url": "http://example.org"}],
            **more,
        }
    )


def states(stores: Stores) -> list[tuple[str, str]]:
    return [(run.automation, run.state.value) for run in stores.automation_runs.page("default").items]


def test_an_event_becomes_a_run_once_and_the_run_is_done_once(
    stores: Stores, desk: AutomationDesk, workers: AutomationWorkers, act: Recorder
) -> None:
    stores.automations.create("default", spec(), 1)
    stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    assert (desk.look(2000), desk.look(2000)) == (1, 0)
    assert (workers.run_one(), workers.run_one()) == (True, False)
    assert act.done == ["tell:1:0"]
    (run,) = stores.automation_runs.page("default").items
    assert (run.state, run.actions[0]["detail"]) == (RunState.DONE, "told")
    (entry,) = stores.audit.page("default").items
    assert (entry.object, entry.subject.kind) == ("automations/runs/1", "automation")
    assert entry.sentence.startswith("Run 1 is ")
    told = [event.payload["state"] for event in stores.events.after("default", 1)]
    assert told[0] == "approved"
    assert told[-1] == "done"


def test_two_desks_write_a_run_once(stores: Stores, desk: AutomationDesk) -> None:
    stores.automations.create("default", spec(), 1)
    (event,) = stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    assert desk.look(2000) == 1
    assert stores.automation_runs.record([], 2000, (0, event.id)) is None


def test_an_action_that_fails_ends_the_run(
    stores: Stores, desk: AutomationDesk, workers: AutomationWorkers, act: Recorder
) -> None:
    act.is_broken = True
    webhook = {"type": "webhook", "url": "http://example.org"}
    stores.automations.create("default", spec(then=[webhook, webhook]), 1)
    stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    desk.look(2000)
    workers.run_one()
    (run,) = stores.automation_runs.page("default").items
    assert (run.state, len(run.actions), run.actions[0]["detail"]) == (RunState.FAILED, 1, "Nobody is there.")


def test_nothing_is_done_until_somebody_agrees_and_silence_is_a_no(
    stores: Stores, desk: AutomationDesk, workers: AutomationWorkers
) -> None:
    stores.automations.create("default", spec(approval={"expires": "1m"}), 1)
    stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    desk.look(2000)
    assert not workers.run_one()
    desk.look(61_999)
    assert states(stores) == [("tell", "waiting")]
    desk.look(62_000)
    assert states(stores) == [("tell", "refused")]


def test_an_incident_has_the_labels_of_its_first_anomaly_and_can_be_raised(
    stores: Stores, desk: AutomationDesk
) -> None:
    stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    incident = Incident(
        "i1", "default", "Cart", IncidentState.OPEN, Severity.WARNING, 1, 2, None, (ANOMALY.fingerprint,)
    )
    incident = replace(incident, team="shop", held_back="Nobody was told.")
    when = {"events": ["incident_opened"], "labels": ["route=/cart"], "detector": "latency"}
    raising = {"when": when, "then": [{"type": "raise_severity", "to": "critical"}]}
    stores.automations.create("default", spec(**raising), 1)
    stores.incidents.record([IncidentChange(IncidentChangeKind.OPENED, incident)], 2000)
    assert desk.look(2000) == 1
    acts = {"raise_severity": RaiseSeverityAct(stores.incidents)}
    assert AutomationWorkers(stores, acts, "one/engine", 1, clock=lambda: 2.0).run_one()
    raised = stores.incidents.get("default", "i1")
    assert (raised.severity, raised.least_severity) == (Severity.CRITICAL, Severity.CRITICAL)
    assert not raised.held_back, "whoever raises it wants it to be told"
    told = [one.kind for one in stores.outbox.claim("default", 9000, 1000) if one.fingerprint == "i1"]
    assert told == ["incident_opened"]
    changes = [e for e in stores.events.after("default", 0) if e.type is EventType.INCIDENT_UPDATED]
    assert changes[0].payload["reason"] == "automation:tell"


def test_workers_that_can_not_read_say_so_once_and_go_on(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'later.db'}")
    looks: list[float] = []

    def clock() -> float:
        looks.append(2.0)
        return 2.0

    workers = AutomationWorkers(Stores.over(database), {}, "one/engine", 1, clock)
    with capture_logs() as lines:
        workers.start()
        wait_until(lambda: len(looks) > 2, "three looks at tables that are not there")
    database.upgrade()
    seen = len(looks)
    wait_until(lambda: len(looks) > seen + 2, "looks that find nothing to do")
    workers.stop(10)
    database.close()
    broke = [line for line in lines if line["event"] == "runs of automations can't be done"]
    assert len(broke) == 1


def test_a_broken_automation_does_not_stop_the_others(stores: Stores, desk: AutomationDesk) -> None:
    stores.automations.create("default", spec(), 1)
    broken = spec("incidents", when={"events": ["incident_opened"]})
    stores.automations.create("default", broken, 1)
    stores.events.append(
        [Event(EventType.INCIDENT_OPENED, "default", 2000, {"incident": {"id": "x", "severity": "odd"}})]
    )
    stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    assert desk.look(2000) == 1
    assert states(stores) == [("tell", "approved")]


def test_a_run_whose_plan_is_not_valid_any_more_fails_and_keeps_no_other_waiting(
    stores: Stores, desk: AutomationDesk, workers: AutomationWorkers, act: Recorder
) -> None:
    for name in ("old", "tell"):
        stores.automations.create("default", spec(name=name), 1)
    stores.anomalies.record([opened(ANOMALY)], now_ms=2000)
    desk.look(2000)
    with stores.database.begin() as connection:
        is_old = AutomationRunRow.automation == "old"
        connection.execute(update(AutomationRunRow).where(is_old).values(plan={"gone": 1}))
    assert (workers.run_one(), workers.run_one()) == (True, True)
    assert sorted(states(stores)) == [("old", "failed"), ("tell", "done")]
