"""What the views need, put together by whoever starts the web process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from flask import Flask, current_app
from prometheus_client import CollectorRegistry

from barograph.algorithms.catalogue import Catalogue
from barograph.api.source_desk import SourceDesk
from barograph.config import Settings
from barograph.config.provisioning import SpecCheck
from barograph.config.sink import SinkSpec
from barograph.config.team import TeamSpec
from barograph.security import Authenticator
from barograph.sinks.silence_book import SilenceBook
from barograph.storage import Job, Stores
from barograph.telemetry.health import HealthBoard

__all__ = ["Deployment", "EngineDesk", "Extension", "Services", "Wish", "services"]

Extension = Callable[[Flask], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """Work that somebody wants from the engine."""

    kind: Literal[
        "detect",
        "train",
        "series",
        "templates",
        "forecast",
        "preview",
        "sink_test",
        "scores",
        "labels",
        "dry_run",
        "text_check",
    ]
    tenant: str
    detector_id: str | None
    requested_by: str
    request: dict[str, Any] = field(default_factory=dict)


class EngineDesk(Protocol):
    """Lets work be done somewhere else: never in the web process."""

    def ask(self, wish: Wish) -> Job:
        """Ask for work and return its job, finished where that was quick."""
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
    expression with a mistake; they are the ones that files go through as well. Without ``sources`` the
    application makes its own from settings and database. ``sinks`` and ``teams`` return what files say now.
    """

    settings: Settings
    stores: Stores
    desk: EngineDesk
    health: HealthBoard
    registry: CollectorRegistry
    authenticator: Authenticator
    deployment: Deployment
    clock: Callable[[], float]
    checks: Sequence[SpecCheck] = ()
    sources: SourceDesk | None = None
    sinks: Callable[[], tuple[SinkSpec, ...]] = tuple
    teams: Callable[[], tuple[TeamSpec, ...]] = tuple
    silences: SilenceBook = field(default_factory=SilenceBook)
    extensions: Sequence[Extension] = field(default=())
    catalogue: Catalogue = field(default_factory=Catalogue)

    def now_ms(self) -> int:
        """Return the wall clock in milliseconds since the epoch."""
        return int(self.clock() * 1000)


def services() -> Services:
    """Return the services of the application that answers this request."""
    found: Services = current_app.extensions["barograph"]
    return found
