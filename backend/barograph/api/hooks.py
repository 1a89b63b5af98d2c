"""What happens around every request: its id, who asks, the limit, the metrics, the log and the audit."""

import time
from http import HTTPMethod, HTTPStatus

import structlog
from flask import Flask, Response, current_app, g, request

from barograph.api.auditing import reason_to_leave_out, told_to_audit
from barograph.api.authors import caller_name
from barograph.api.origins import is_foreign_page
from barograph.api.rate_limit import RateLimits
from barograph.api.requests import check_address, identity, request_id, request_id_of
from barograph.api.services import Services
from barograph.errors import Forbidden, RateLimited
from barograph.storage import AuditEntry
from barograph.telemetry.http_metrics import HttpMetrics

__all__ = ["register_hooks"]

_log = structlog.get_logger("barograph.access")
_API = "/api/v1/"
_CHANGING = {HTTPMethod.POST, HTTPMethod.PUT, HTTPMethod.PATCH, HTTPMethod.DELETE}
# Everything else needs an identity. Sockets have a door of their own, which also takes tickets.
_OPEN_ENDPOINTS = frozenset(
    {
        "system.health",
        "system.ready",
        "system.alive",
        "page.index",
        "docs.openapi_document",
        "docs.asyncapi",
        "docs.swagger_ui",
        "docs.swagger_file",
        "docs.error_page",
        "live.live",
        "live.issue_ticket",
    }
)


class _Hooks:
    """The steps around a request, in the order in which they are registered."""

    def __init__(self, services: Services, limits: RateLimits, metrics: HttpMetrics) -> None:
        self._services = services
        self._limits = limits
        self._metrics = metrics

    def begin(self) -> None:
        """Give the request an id and put it on every line of the log."""
        g.began = time.perf_counter()
        g.request_id = request_id_of(request)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    def admit(self) -> None:
        """Check the address, find out who asks, and whether that is too often."""
        check_address(request)
        if request.endpoint in _OPEN_ENDPOINTS:
            return
        g.identity = self._services.authenticator.identify(dict(request.headers))
        structlog.contextvars.bind_contextvars(tenant=g.identity.tenant)
        if request.method in _CHANGING:
            self._refuse_foreign_pages()
        if request.path.startswith(_API):
            self._limit()

    def finish(self, response: Response) -> Response:
        """Put the headers of every answer, measure it, and write what changed something into the audit."""
        response.headers["X-Request-Id"] = request_id()
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers.setdefault("Cache-Control", "no-cache")
        if "allowance" in g:
            response.headers.update(g.allowance.to_headers())
        seconds = time.perf_counter() - g.began
        route = request.url_rule.rule if request.url_rule else "none"
        self._metrics.observe(request.method, route, response.status_code, seconds)
        _log.debug("answered", method=request.method, path=request.path, status=response.status_code)
        if "identity" in g and self._is_change(response):
            self._audit()
        return response

    def _refuse_foreign_pages(self) -> None:
        """Let no page of another site act for somebody who needs no identity; a key it would not have."""
        own = {self._services.settings.own_origin}
        if identity().source == "local" and is_foreign_page(request, own):
            raise Forbidden(
                f"Pages from {request.headers['Origin']} may change nothing here. If people reach Barograph "
                "under that address, set web_external_url to it."
            )

    def _limit(self) -> None:
        limiter = self._limits.changes if request.method in _CHANGING else self._limits.reads
        if not limiter.is_on:
            return
        caller = request.remote_addr if identity().source == "local" else identity().subject
        g.allowance = limiter.take(caller or "unknown")
        if not g.allowance.is_allowed:
            raise RateLimited(
                f"More than {g.allowance.limit} requests in {g.allowance.window_seconds:g} s. "
                f"Wait {g.allowance.reset_seconds:.0f} s.",
                detail={"limit": g.allowance.limit, "window_seconds": g.allowance.window_seconds},
                retry_after_seconds=g.allowance.reset_seconds,
            )

    @staticmethod
    def _is_change(response: Response) -> bool:
        """Tell whether a request changed something: its method may, it succeeded, and its view does."""
        if request.method not in _CHANGING or response.status_code >= HTTPStatus.BAD_REQUEST:
            return False
        return reason_to_leave_out(current_app.view_functions.get(request.endpoint or "")) is None

    def _audit(self) -> None:
        action = (request.endpoint or "").replace("_", " ")
        now_ms = self._services.now_ms()
        entries = [
            AuditEntry(
                tenant=identity().tenant,
                at_ms=now_ms,
                actor=caller_name(),
                action=action[:60],
                object=request.path.removeprefix(_API)[:300],
                request_id=request_id(),
                detail=told.detail,
                subject=told.subject,
                sentence=told.sentence,
            )
            for told in told_to_audit()
        ]
        if entries:
            self._services.stores.audit.append(*entries)


def register_hooks(app: Flask, services: Services, limits: RateLimits, metrics: HttpMetrics) -> None:
    """Add the steps to an application."""
    hooks = _Hooks(services, limits, metrics)
    app.before_request(hooks.begin)
    app.before_request(hooks.admit)
    app.after_request(hooks.finish)
