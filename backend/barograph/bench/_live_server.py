"""The server's part of the live benchmark: the gateway alone, as gunicorn runs it."""

import os
import time
from pathlib import Path

from flask import Flask

from barograph.api.live import LiveDoor, register_live
from barograph.config.settings import Settings
from barograph.live.bus.opening import open_bus
from barograph.live.opening import open_live
from barograph.security.authentication import Authenticator
from barograph.security.secret_key import load_secret_key
from barograph.security.tokens import LiveTickets, TokenSigner
from barograph.storage.database import Database
from barograph.storage.events import EventLog

__all__ = ["create_app"]


def create_app() -> Flask:
    """Return an application with the WebSocket endpoint and nothing else."""
    settings = Settings(
        state_dir=Path(os.environ["BENCH_STATE_DIR"]), bus_url=os.environ.get("BENCH_BUS_URL", "")
    )
    log = EventLog(Database(settings.effective_database_url))
    live = open_live(settings, log, open_bus(settings))
    live.start()
    (settings.state_dir / f"ready-{os.getpid()}").touch()
    app = Flask(__name__)
    tickets = LiveTickets(TokenSigner(load_secret_key(settings), time.time), lambda _id, _expires_ms: True)
    register_live(app, LiveDoor(live.gateway, Authenticator().identify, tickets))
    return app
