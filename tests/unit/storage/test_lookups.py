"""What is asked again and again reads what it finds, and not all that there ever was."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from barograph.domain import DetectorHealth, DetectorState, Event, EventType
from barograph.storage import Database, ModelInfo, Stores
from barograph.storage.model_watches import StoredWatch
from tests.unit.storage.making import make_anomaly, make_spec, opened, resolved
from tests.unit.storage.statements import noted_statements

ASKED_OFTEN: dict[str, Callable[[Stores], object]] = {
    "orphans": lambda stores: stores.anomalies.orphans(),
    "open ones, counted": lambda stores: stores.anomalies.count_open(),
    "unsettled anomalies": lambda stores: stores.anomalies.unsettled(5),
    "unsettled incidents": lambda stores: stores.incidents.unsettled(5),
    "those of a tick": lambda stores: stores.anomalies.recent_of("default", "latency", 5),
    "old anomalies": lambda stores: stores.anomalies.forget_before(5),
    "old incidents": lambda stores: stores.incidents.forget_before(5),
    "old messages": lambda stores: stores.outbox.forget_before(5),
    "old notifications": lambda stores: stores.notifications.forget_before(5),
    "old changes": lambda stores: stores.audit.forget_before(5),
    "old runs": lambda stores: stores.automation_runs.forget_before(5),
    "old events": lambda stores: stores.events.forget_before(5),
}
WHOLE = r"^SCAN|Seq Scan|ix_anomalies_tenant_detector_id_started_ms_fingerprint"


@pytest.mark.parametrize("name", ASKED_OFTEN)
def test_no_table_is_read_as_a_whole(name: str, database: Database, stores: Stores) -> None:
    with noted_statements() as asked:
        ASKED_OFTEN[name](stores)
    for text, values in [one for one in asked if one[0].startswith(("SELECT", "DELETE"))]:
        plan = _plan_of(database, text, values)
        assert not [line for line in plan if re.search(WHOLE, line)], plan


def _plan_of(database: Database, text: str, values: Any) -> list[str]:
    with database.read() as connection:
        if database.dialect == "sqlite":
            return [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
        # A small table is read as a whole for good reasons, unless that is made dear.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {text}", values)]


def test_the_episodes_of_a_tick_are_those_that_are_open_or_changed_lately(stores: Stores) -> None:
    old, late, going_on = (make_anomaly(start) for start in (1, 2, 3))
    other = make_anomaly(4, detector_id="errors")
    changes = [opened(one) for one in (going_on, late, old, other)]
    stores.anomalies.record([*changes, resolved(old, 50), resolved(late, 60)], 1)

    def starts(since_ms: int) -> list[int]:
        return [one.started_ms for one in stores.anomalies.recent_of("default", "latency", since_ms)]

    assert (starts(0), starts(60), starts(61)) == ([1, 2, 3], [2, 3], [3])


def _watch(stores: Stores) -> object:
    return stores.model_watches.save(
        StoredWatch("default", "latency", 1, 1), Event(EventType.MODEL_DRIFTED, "default", 1, {})
    )


def _promote(stores: Stores) -> object:
    return stores.models.activate("default", "latency", 1, 1)


WRITTEN: dict[str, Callable[[Stores], object]] = {
    "create": lambda stores: stores.detectors.create("default", make_spec("errors"), 1),
    "update": lambda stores: stores.detectors.update("default", make_spec(title="other"), 1),
    "stop": lambda stores: stores.detectors.set_enabled("default", "latency", False, 1),
    "health": lambda stores: stores.detectors.set_health(
        "default", "latency", DetectorHealth(DetectorState.RUNNING, "Runs.", 1)
    ),
    "files": lambda stores: stores.detectors.provision("default", {"a.yaml": (make_spec("errors"),)}, 1),
    "delete": lambda stores: stores.detectors.delete("default", "latency", 1),
    "watch": _watch,
    "promote": _promote,
}


@pytest.mark.parametrize("name", WRITTEN)
def test_the_counter_of_events_is_taken_before_any_row_so_nobody_waits_in_a_circle(
    name: str, stores: Stores
) -> None:
    stores.detectors.create("default", make_spec(), 0)
    info = ModelInfo("default", "latency", 0, "zscore", 1, "candidate", "", 0, 1, 0, 0, 0.1, 1)
    stores.models.add(info, b"", Event(EventType.MODEL_TRAINED, "default", 1, {}, "latency"))
    with noted_statements() as written:
        WRITTEN[name](stores)
    changes = [text for text, _ in written if text.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert len(changes) > 1
    assert changes[0].startswith("UPDATE event_counter")
