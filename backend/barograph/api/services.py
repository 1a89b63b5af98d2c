"""What the views need, put together by whoever starts the web process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from flask import Flask, current_app
from prometheus_client import CollectorRegistry

from barograph.config import Settings
from barograph.config.provisioning import SpecCheck
from barograph.security import Authenticator
from barograph.storage import Job, Stores
from barograph.telemetry.health import HealthBoard

__all__ = ["Deployment", "DetectionDesk", "Extension", "Services", "services"]

Extension = Callable[[Flask], None]


class DetectionDesk(Protocol):
    """Lets a detector be evaluated now, somewhere else: never in the web process."""

    def detect(self, tenant: str, detector_id: str, requested_by: str) -> Job:
        """Ask for a tick and return its job, finished where that was quick."""
        ...

    def replay(self, tenant: str, detector_id: str, requested_by: str, request: dict[str, Any]) -> Job:
        """Ask for series with their bands and return the job, finished where that was quick."""
        ...


@dataclass(frozen=True, slots=True)
class Deployment:
    """What runs here."""

    version: str
    build: str
    features: tuple[str, ...]
    started_ms: int


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a view may use. ``extensions`` add what lives beside the API, such as the WebSocket.

    ``checks`` raise ``ValidationFailed`` for a specification that only other rooms can judge, such as an
    expression with a mistake; they are the ones that files go through as well.
    """

    settings: Settings
    stores: Stores
    desk: DetectionDesk
    health: HealthBoard
    registry: CollectorRegistry
    authenticator: Authenticator
    deployment: Deployment
    clock: Callable[[], float]
    checks: Sequence[SpecCheck] = ()
    extensions: Sequence[Extension] = field(default=())

    def now_ms(self) -> int:
        """Return the wall clock in milliseconds since the epoch."""
        return int(self.clock() * 1000)


def services() -> Services:
    """Return the services of the application that answers this request."""
    found: Services = current_app.extensions["barograph"]
    return found
