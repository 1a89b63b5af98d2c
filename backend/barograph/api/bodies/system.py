"""Answers about the product itself."""

from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body
from barograph.storage import ProcessBeat
from barograph.telemetry.health import HealthState

__all__ = [
    "ComponentBody",
    "DeploymentBody",
    "HealthBody",
    "LeaderBody",
    "ProcessBody",
    "SimpleBody",
    "process_body",
]


class ComponentBody(Body):
    """How one part is."""

    state: HealthState
    sentence: str = Field(description="What is the matter, and what to do.")
    latency_seconds: float | None


class HealthBody(Body):
    """How everything is; the state is that of the worst part."""

    state: HealthState
    components: dict[str, ComponentBody]


class SimpleBody(Body):
    """A verdict in one sentence."""

    is_ok: bool
    sentence: str


class ProcessBody(Body):
    """The last sign of life of a process."""

    id: str
    kind: str
    pid: int
    state: str
    sentence: str
    started_ms: int
    beat_ms: int
    detail: dict[str, Any] = Field(
        description="What it tells of itself; for administrators of the tenant `default`, else empty."
    )


class LeaderBody(Body):
    """The engine that gives detectors their slots."""

    id: str
    since_ms: int


class DeploymentBody(Body):
    """What runs here."""

    version: str
    build: str
    python: str
    features: list[str]
    started_ms: int
    database: str
    leader: LeaderBody | None = Field(description="None before the first engine has started.")
    processes: list[ProcessBody]


def process_body(beat: ProcessBeat, *, has_detail: bool) -> dict[str, Any]:
    """Return a sign of life; its detail names data sources and expressions of every tenant."""
    body = {name: getattr(beat, name) for name in ProcessBody.model_fields}
    return body if has_detail else {**body, "detail": {}}
