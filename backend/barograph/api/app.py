"""Puts the web application together: a new noun is a module with a blueprint and a line in a tuple."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask
from flask_compress import Compress
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.info import Info
from flask_openapi3.models.security_scheme import SecurityScheme
from flask_openapi3.openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from barograph.api.algorithms import algorithms
from barograph.api.anomalies import anomalies
from barograph.api.answers import OrjsonProvider
from barograph.api.audit import audit
from barograph.api.automation_runs import automation_runs
from barograph.api.automations import automations
from barograph.api.bodies.base import ErrorBody
from barograph.api.budgets import budgets
from barograph.api.caching import CACHE_NAME, AnswerCache
from barograph.api.datasources import DESK_NAME, datasources
from barograph.api.detector_actions import detector_actions
from barograph.api.detector_series import detector_series
from barograph.api.detectors import detectors
from barograph.api.docs import describe_errors, docs
from barograph.api.errors import raise_validation_failed, register_errors
from barograph.api.events import events
from barograph.api.feedback import feedback
from barograph.api.hooks import register_hooks
from barograph.api.incidents import incidents
from barograph.api.jobs import jobs
from barograph.api.keys import keys
from barograph.api.labels import labels
from barograph.api.model_list import model_list
from barograph.api.models import models
from barograph.api.notifications import notifications
from barograph.api.page import register_page
from barograph.api.previews import previews
from barograph.api.proposals import proposals
from barograph.api.rate_limit import RateLimits
from barograph.api.requests import ApiRequest
from barograph.api.revisions import revisions
from barograph.api.services import Services
from barograph.api.silences import silences
from barograph.api.sinks import sinks
from barograph.api.source_desk import SourceDesk
from barograph.api.specifications import specifications
from barograph.api.system import system
from barograph.api.templates import templates
from barograph.telemetry.http_metrics import HttpMetrics

__all__ = ["create_app"]

_BLUEPRINTS: tuple[APIBlueprint, ...] = (
    detectors,
    detector_actions,
    detector_series,
    revisions,
    specifications,
    templates,
    model_list,
    models,
    anomalies,
    feedback,
    proposals,
    budgets,
    previews,
    incidents,
    datasources,
    sinks,
    silences,
    notifications,
    automation_runs,
    automations,
    events,
    jobs,
    labels,
    algorithms,
    audit,
    keys,
    system,
)
_SECURITY: dict[str, SecurityScheme | dict[str, Any]] = {
    "apiKey": {"type": "http", "scheme": "bearer", "description": "An API key, `bg_...`."}
}


class _Application(OpenAPI):
    """Believes what the reverse proxies that stand in front say of a request, and nobody before them."""

    trusted_proxies = 0

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return self._answer(environ, start_response)

    @cached_property
    def _answer(self) -> WSGIApplication:
        hops, answer = self.trusted_proxies, super().wsgi_app
        return ProxyFix(answer, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops) if hops else answer


def create_app(services: Services) -> Flask:
    """Return the application of one web worker; call it after the fork."""
    app = _Application(
        "barograph",
        info=Info(title="Barograph", version=services.deployment.version),
        security_schemes=_SECURITY,
        validation_error_callback=raise_validation_failed,
        validation_error_model=ErrorBody,
        doc_ui=False,
        static_folder=None,
    )
    _configure(app, services)
    metrics = HttpMetrics(services.registry)
    register_errors(app, metrics)
    register_hooks(app, services, RateLimits.of(services.settings, services.clock), metrics)
    for blueprint in _BLUEPRINTS:
        app.register_api(blueprint)
    describe_errors(app.api_doc)
    app.register_blueprint(docs)
    register_page(app)
    for extend in services.extensions:
        extend(app)
    return app


def _configure(app: _Application, services: Services) -> None:
    settings = services.settings
    app.extensions["barograph"] = services
    app.extensions[CACHE_NAME] = AnswerCache(settings.cache_entries, settings.cache_seconds, services.clock)
    app.extensions[DESK_NAME] = services.sources or SourceDesk.of(settings, services.stores.database)
    app.trusted_proxies = settings.web_trusted_proxies
    app.request_class = ApiRequest
    app.json = OrjsonProvider(app)
    app.url_map.strict_slashes = False
    app.config.update(
        MAX_CONTENT_LENGTH=settings.api_max_body_bytes,
        COMPRESS_ALGORITHM=["zstd", "gzip"],
        COMPRESS_ALGORITHM_STREAMING=[],
        COMPRESS_MIMETYPES=["application/json", "application/problem+json", "text/html", "text/plain"],
        COMPRESS_LEVEL=4,
        COMPRESS_MIN_SIZE=1000,
    )
    Compress(app)
