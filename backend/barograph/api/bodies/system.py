"""Answers about the product itself."""

from pydantic import Field

from barograph.api.bodies.base import Body
from barograph.telemetry.health import HealthState

__all__ = ["ComponentBody", "DeploymentBody", "HealthBody", "SimpleBody"]


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


class DeploymentBody(Body):
    """What runs here."""

    version: str
    build: str
    python: str
    features: list[str]
    started_ms: int
    database: str
