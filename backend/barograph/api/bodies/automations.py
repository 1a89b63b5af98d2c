"""Questions and answers about automations and their runs."""

from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body, PageQuery, Query
from barograph.config.automation import AutomationSpec
from barograph.config.detector import Name
from barograph.storage import AutomationRun, RunState, StoredAutomation

__all__ = [
    "AutomationBody",
    "AutomationList",
    "AutomationPath",
    "DryRunBody",
    "DryRunRequest",
    "RunBody",
    "RunPage",
    "RunPath",
    "RunQuery",
    "automation_body",
    "run_body",
]


class AutomationPath(Query):
    """Which automation."""

    name: Name = Field(description="Name of the automation.")


class RunPath(Query):
    """Which run."""

    run_id: int = Field(ge=1, le=2**62, description="Number of the run.")


class RunQuery(PageQuery):
    """Which runs."""

    sort: None = Field(None, description="The latest come first.")
    automation: Name | None = Field(None, description="Only those of this automation.")
    state: RunState | None = Field(None, description="Only those in this state.")


class AutomationBody(Body):
    """An automation."""

    name: str
    spec: dict[str, Any] = Field(description="The specification, as in YAML.")
    origin: str = Field(description="api, or provisioning for those of files.")
    is_provisioned: bool = Field(description="Whether a file owns it; it can't be changed here then.")
    mistake: str | None = Field(
        description="Why it does not run, where a newer version takes its specification no more."
    )
    revision: int
    created_ms: int
    updated_ms: int


class AutomationList(Body):
    """All automations, by name."""

    items: list[AutomationBody]
    next_cursor: str | None


class ActionBody(Body):
    """What became of one action."""

    type: str
    outcome: str = Field(description="running, done, failed, dry, or unknown where it was cut off.")
    detail: str = Field(description="What was done, or why not.")


class RunBody(Body):
    """What an automation did about an event."""

    id: int
    automation: str
    event_id: int
    state: RunState
    reason: str = Field(description="Why it acts or does not, such as cooling_down.")
    actions: list[ActionBody] = Field(description="What became of each action so far.")
    plan: list[dict[str, Any]] = Field(description="The actions as they were specified at that time.")
    event: dict[str, Any] = Field(description="What happened: type, detector, labels, severity, sentence.")
    created_ms: int
    updated_ms: int
    expires_ms: int | None = Field(description="Until when somebody may approve it.")
    decided_by: str = Field(description="Who approved or rejected it.")


class RunPage(Body):
    """A page of runs, the latest first."""

    items: list[RunBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


class DryRunRequest(Body):
    """An automation that is not stored, and how far back to look."""

    automation: AutomationSpec
    hours: float = Field(24, gt=0, le=24 * 366, description="How far back; the log may hold less.")


class DryRunItem(Body):
    """An event that matches, and what would have come of it."""

    event_id: int
    at_ms: int
    reason: str
    actions: list[str] = Field(description="Types of the actions; empty where it would not act.")
    event: str = Field(description="Type of the event.")
    detector_id: str | None
    sentence: str


class DryRunBody(Body):
    """What would have been done."""

    items: list[DryRunItem] = Field(description="The latest 1,000 that match, the oldest of them first.")
    events: int = Field(description="How many events of these types were looked at.")
    matches: int = Field(description="How many of them match.")
    runs: int = Field(description="How often it would have acted.")
    since_ms: int = Field(description="From when on the log was read; it may hold less than was asked for.")


def automation_body(one: StoredAutomation) -> dict[str, Any]:
    """Return an automation as JSON."""
    names = (name for name in AutomationBody.model_fields if name not in ("spec", "mistake"))
    body = {name: getattr(one, name) for name in names}
    return {**body, "spec": one.content, "mistake": one.mistake and one.mistake.message}


def run_body(run: AutomationRun) -> dict[str, Any]:
    """Return a run as JSON."""
    names = (name for name in RunBody.model_fields if name != "event")
    body = {name: getattr(run, name) for name in names}
    return {**body, "state": run.state.value, "plan": run.plan["then"], "event": run.occurrence}
