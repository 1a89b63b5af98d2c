"""A run of an automation as a row, and as an event."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

from barograph.config.automation import AutomationSpec
from barograph.domain import Event, EventType
from barograph.storage.stored_specs import StoredSpec

__all__ = ["AutomationRun", "RunState", "to_event", "to_row", "to_run"]


class RunState(StrEnum):
    """How far a run is; ``approved`` may act and is about to."""

    WAITING = "waiting"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"
    SKIPPED = "skipped"
    DRY = "dry"


@dataclass(frozen=True, slots=True)
class AutomationRun:
    """What an automation does about an event. ``plan`` is its specification as it was then.

    ``actions`` say type, outcome and detail of each; ``id`` is given by the store.
    """

    tenant: str
    automation: str
    event_id: int
    subject: str
    state: RunState
    reason: str
    plan: dict[str, Any]
    occurrence: dict[str, Any]
    at_ms: int
    created_ms: int
    updated_ms: int
    actions: list[dict[str, Any]] = field(default_factory=list)
    expires_ms: int | None = None
    decided_by: str = ""
    worker: str = ""
    lease_until_ms: int = 0
    id: int = 0

    def read_plan(self) -> StoredSpec[AutomationSpec]:
        """Return the plan as this version of Barograph understands it."""
        return StoredSpec(AutomationSpec, self.plan, "automation", self.automation, " of that time")


def to_row(run: AutomationRun) -> dict[str, Any]:
    """Return the values of the columns, without the id."""
    values = {name: getattr(run, name) for name in AutomationRun.__slots__ if name != "id"}
    return values | {"state": run.state.value}


def to_run(row: Row[Any]) -> AutomationRun:
    """Return the run that a row holds."""
    return AutomationRun(**{**row._mapping, "state": RunState(row.state)})


def to_event(run: AutomationRun, now_ms: int) -> Event:
    """Return the event that tells of a run as it is now."""
    payload: dict[str, object] = {
        "run_id": run.id,
        "automation": run.automation,
        "state": run.state.value,
        "reason": run.reason,
        "event_id": run.event_id,
        "sentence": run.occurrence.get("sentence", ""),
        "actions": run.actions,
        "decided_by": run.decided_by,
    }
    return Event(EventType.AUTOMATION_RUN, run.tenant, now_ms, payload, run.occurrence.get("detector_id"))
