"""An application over a fresh SQLite, with a clock that the test moves."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client import CollectorRegistry
from pydantic import TypeAdapter

from barograph.api import Deployment, Services, create_app
from barograph.api.engine_desk import QueuedWork
from barograph.api.probes import probe_database
from barograph.api.source_desk import SourceDesk
from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.config.team import TeamSpec
from barograph.errors import BarographError
from barograph.security import ApiKeyProvider, Authenticator, Role, new_key
from barograph.security.vault import SecretVault
from barograph.sources.base import SourceHealth
from barograph.sources.collection import CollectionStatus
from barograph.sources.registry import SourceRegistry
from barograph.storage import AuditEntry, Database, Job, ProcessBeat, Stores
from barograph.storage.datasources import DataSources
from barograph.telemetry.health import HealthBoard


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Engine:
    """Plays the engine: does the jobs that wait whenever it is nudged."""

    stores: Stores
    clock: Clock
    failure: BarographError | None = None
    is_away: bool = False
    done: list[str] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    handlers: dict[str, Callable[[Job], dict[str, Any]]] = field(default_factory=dict)

    def nudge(self) -> None:
        now_ms = int(self.clock() * 1000)
        while not self.is_away and (job := self._claim(now_ms)):
            if self.failure:
                self.stores.jobs.fail(job, self.failure, now_ms)
            else:
                self.stores.jobs.finish(job, self._result_of(job), now_ms)
            self.done.append(str(job.detector_id))
            self.requests.append(job.request)

    def _result_of(self, job: Job) -> dict[str, Any]:
        if handler := self.handlers.get(job.kind):
            return handler(job)
        return self.results.get(job.kind, {"series": 3, "anomalies": 0})

    def _claim(self, now_ms: int) -> Job | None:
        kinds = ("detect", "series", "templates", "forecast", "preview", "sink_test", "scores", "dry_run")
        kinds += ("text_check", "labels")
        return self.stores.jobs.claim(kinds, "test", now_ms, 1000)


def collection_of(source: str, expression: str, **more: object) -> dict[str, object]:
    """Return what an engine reports of one collection."""
    status = CollectionStatus(last_attempt_ms=1, last_success_ms=1, series=1)
    return {"tenant": "default", "source": source, "expression": expression, **asdict(status), **more}


def engine_beat(
    *collections: dict[str, object], name: str = "one/engine", sources: Sequence[dict[str, object]] = ()
) -> ProcessBeat:
    """Return a sign of life of an engine that reports collections and sources."""
    detail = {"collections": list(collections), "sources": list(sources)}
    return ProcessBeat(name, "engine", "one", 1, "running", "Runs.", 0, 7, detail=detail)


def report_of(source: str, health: SourceHealth, tenant: str = "default") -> dict[str, object]:
    """Return what an engine reports of one data source."""
    return {"tenant": tenant, "name": source, "type": "prometheus", **asdict(health)}


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("api") / "template.db"
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    return path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stores(empty_database: Path, tmp_path: Path) -> Iterator[Stores]:
    path = shutil.copy(empty_database, tmp_path / "barograph.db")
    database = Database(f"sqlite:///{path}")
    kept = Stores.over(database)
    yield kept
    unreadable = [one.action for one in kept.audit.page("default").items if not is_readable(one)]
    database.close()
    assert unreadable == [], "each request that changes something says what, in `tell_audit`"


def is_readable(entry: AuditEntry) -> bool:
    """Tell whether an entry says what it is about and what became different."""
    return bool(entry.subject.kind) and entry.sentence[-1:] != ""


@pytest.fixture
def engine(stores: Stores, clock: Clock) -> Engine:
    return Engine(stores, clock)


@pytest.fixture
def make_app(stores: Stores, clock: Clock, engine: Engine) -> Callable[..., Flask]:
    """Return a maker of applications; settings are given by name."""

    def make(
        sinks: Sequence[dict[str, Any]] = (), teams: Sequence[dict[str, Any]] = (), **settings: Any
    ) -> Flask:
        chosen = Settings.model_validate(
            {"api_rate_limit_per_minute": 0, "api_read_limit_per_minute": 0, **settings}
        )
        keys = ApiKeyProvider(stores.api_keys.find, clock)
        registry = CollectorRegistry()
        told = tuple(TypeAdapter[SinkSpec](SinkSpec).validate_python(sink) for sink in sinks)
        woken = tuple(TeamSpec.model_validate(team) for team in teams)
        services = Services(
            settings=chosen,
            stores=stores,
            desk=QueuedWork(stores.jobs, engine.nudge, clock=clock, pause=clock.sleep),
            health=HealthBoard({"database": probe_database(stores)}, fresh_seconds=0),
            registry=registry,
            authenticator=Authenticator([keys], is_required=chosen.auth_mode == "required"),
            deployment=Deployment("1.2.3", "abc", ("live",), 1),
            clock=clock,
            sinks=lambda: told,
            teams=lambda: woken,
            sources=SourceDesk(
                DataSources(stores.database, SecretVault(b"key of tests")),
                SourceRegistry.installed(),
            ),
        )
        app = create_app(services)
        app.testing = False
        return app

    return make


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def key_of(stores: Stores) -> Callable[[Role, str], dict[str, str]]:
    """Return a maker of headers with a fresh API key."""

    def make(role: Role, tenant: str = "default") -> dict[str, str]:
        key, text = new_key(tenant, f"a {role}", role, now_ms=0)
        stores.api_keys.add(key)
        return {"Authorization": f"Bearer {text}"}

    return make
