"""The WebSocket endpoint alone, as gunicorn loads it."""

import os
import time

import orjson
from flask import Flask
from werkzeug.exceptions import HTTPException

from barograph.api.live import LiveDoor, register_live
from barograph.config.settings import Settings
from barograph.errors import BarographError
from barograph.live.bus.opening import open_bus
from barograph.live.opening import allowed_origins, open_live
from barograph.security import ApiKeyProvider, Authenticator
from barograph.security.secret_key import load_secret_key
from barograph.security.tokens import LiveTickets, TokenProvider, TokenSigner
from barograph.storage import Database, Stores
from barograph.storage.used_tickets import UsedTickets


def create_app() -> Flask:
    settings = Settings.model_validate(orjson.loads(os.environ["GATEWAY_SETTINGS"]))
    database = Database(settings.effective_database_url)
    stores = Stores.over(database)
    signer = TokenSigner(load_secret_key(settings), time.time)
    authenticator = Authenticator(
        [TokenProvider(signer), ApiKeyProvider(stores.api_keys.find, time.time)],
        is_required=settings.auth_mode == "required",
    )
    live = open_live(settings, stores.events, open_bus(settings))
    live.start()
    app = Flask(__name__)
    tickets = LiveTickets(signer, UsedTickets(database).claim)
    register_live(app, LiveDoor(live.gateway, authenticator.identify, tickets, allowed_origins(settings)))
    app.register_error_handler(BarographError, _answer)

    @app.get("/figures")
    def figures() -> dict[str, int]:
        return {"connections": len(live.gateway.hub.connections), "gaps": live.feed.gaps_filled}

    return app


def _answer(error: Exception) -> tuple[dict[str, object], int]:
    if isinstance(error, BarographError):
        return {"error": {"code": error.code, "message": error.message}}, error.status
    raise HTTPException from error
