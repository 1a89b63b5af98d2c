"""The server's part of the API benchmark: the whole API, as gunicorn runs it, without limit and cache."""

import os
import time
from pathlib import Path

from flask import Flask
from prometheus_client import CollectorRegistry

from barograph import __version__
from barograph.api import Deployment, Services, create_app
from barograph.api.engine_desk import QueuedWork
from barograph.config import Settings
from barograph.security import Authenticator
from barograph.storage import Database, Stores
from barograph.telemetry.health import HealthBoard
from barograph.telemetry.logs import configure_logs

__all__ = ["create_bench_app"]


def create_bench_app() -> Flask:
    """Return the application over the database of the benchmark.

    The cache is off because a benchmark that asks the same again and again would measure nothing else.
    """
    configure_logs("warning")
    folder = Path(os.environ["BENCH_STATE_DIR"])
    settings = Settings(
        state_dir=folder,
        api_rate_limit_per_minute=0,
        api_read_limit_per_minute=0,
        cache_entries=0,
        cache_seconds=0,
    )
    stores = Stores.over(Database(settings.effective_database_url))
    services = Services(
        settings=settings,
        stores=stores,
        desk=QueuedWork(stores.jobs, nudge=lambda: None),
        health=HealthBoard({}),
        registry=CollectorRegistry(),
        authenticator=Authenticator(),
        deployment=Deployment(__version__, "bench", (), 0),
        clock=time.time,
    )
    app = create_app(services)
    (folder / f"ready-{os.getpid()}").touch()
    return app
