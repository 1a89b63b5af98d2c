"""One web worker, put together: stores, health, who asks, the API and the WebSocket."""

import time
from functools import partial

from flask import Flask
from prometheus_client import CollectorRegistry

from barograph import __version__
from barograph.api.app import create_app
from barograph.api.caching import CACHE_NAME
from barograph.api.engine_desk import QueuedWork
from barograph.api.live import LiveDoor, register_live
from barograph.api.probes import probe_cache, probe_database, probe_detectors, probe_system
from barograph.api.services import Deployment, Services
from barograph.api.source_desk import SourceDesk
from barograph.config import Settings
from barograph.live.opening import allowed_origins, open_live
from barograph.live.service import LiveService
from barograph.runtime.checks import detector_checks
from barograph.runtime.collector import ProductCollector
from barograph.runtime.foundation import Foundation, lay_foundation
from barograph.runtime.probes import (
    probe_live,
    probe_provisioning,
    probe_reported_source,
    probe_sinks,
    probe_supervisor,
)
from barograph.runtime.sinks import build_silences
from barograph.security import ApiKeyProvider, Authenticator, IdentityProvider
from barograph.security.grafana import GrafanaProvider, SigningKeys, fetch_signing_keys
from barograph.security.hosts import OwnHosts
from barograph.security.secret_key import load_secret_key
from barograph.security.tokens import LiveTickets, TokenProvider, TokenSigner
from barograph.telemetry.health import HealthBoard
from barograph.telemetry.machine import read_commit

__all__ = ["create_web"]


def create_web(settings: Settings) -> Flask:
    """Return the application of one worker; call it after the fork, with gevent's patches in place."""
    foundation = lay_foundation(settings)
    live = open_live(settings, foundation.stores.events, foundation.bus)
    app = create_app(_services(foundation, live))
    live.start()
    return app


def _services(foundation: Foundation, live: LiveService) -> Services:
    settings, stores = foundation.settings, foundation.stores
    signer = TokenSigner(load_secret_key(settings), time.time)
    authenticator = Authenticator(
        _providers(foundation, signer),
        is_required=settings.auth_mode == "required",
        hosts=OwnHosts.of(settings),
    )
    tickets = LiveTickets(signer, stores.used_tickets.claim)
    door = LiveDoor(live.gateway, authenticator.identify, tickets, allowed_origins(settings))
    board = _health_board(foundation, live)
    sources = SourceDesk.of(settings, stores.database)
    registry = CollectorRegistry()
    registry.register(ProductCollector(stores))
    return Services(
        settings=settings,
        stores=stores,
        desk=QueuedWork(stores.jobs, nudge=lambda: None),
        health=board,
        registry=registry,
        authenticator=authenticator,
        deployment=Deployment(__version__, read_commit(), foundation.registry.names, int(time.time() * 1000)),
        clock=time.time,
        checks=detector_checks(foundation.registry, sources.languages),
        sources=sources,
        sinks=foundation.sinks,
        teams=foundation.teams,
        silences=build_silences(foundation.sinks, settings, stores),
        extensions=(partial(_add_extras, board, door),),
    )


def _add_extras(board: HealthBoard, door: LiveDoor, app: Flask) -> None:
    board.add("cache", probe_cache(app.extensions[CACHE_NAME]))
    register_live(app, door)


def _providers(foundation: Foundation, signer: TokenSigner) -> list[IdentityProvider]:
    providers: list[IdentityProvider] = [
        TokenProvider(signer),
        ApiKeyProvider(foundation.stores.api_keys.find, time.time),
    ]
    grafana_url = foundation.settings.grafana_url
    if grafana_url:
        keys = SigningKeys(lambda: fetch_signing_keys(grafana_url), time.time)
        providers.insert(0, GrafanaProvider(keys, time.time))
    return providers


def _health_board(foundation: Foundation, live: LiveService) -> HealthBoard:
    stores = foundation.stores
    return HealthBoard(
        {
            "system": probe_system(foundation.settings.state_dir),
            "database": probe_database(stores),
            "processes": probe_supervisor(stores, time.time),
            "detector": probe_detectors(stores, time.time),
            "provisioning": probe_provisioning(stores, time.time),
            "websocket": probe_live(live),
            "prometheus": probe_reported_source(stores, "prometheus", time.time),
            "loki": probe_reported_source(stores, "loki", time.time),
            "sinks": probe_sinks(stores, time.time),
        }
    )
