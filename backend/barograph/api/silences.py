"""`/api/v1/silences`: what people told Alertmanagers to keep quiet about."""

from collections.abc import Iterable
from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import tell_audit
from barograph.api.bodies.silences import (
    SilencePage,
    SilencePath,
    SilenceQuery,
    SilenceRequest,
    silence_body,
)
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.config.matchers import Matcher
from barograph.security import Role
from barograph.sinks.silence import Silence, SilenceOrder
from barograph.sinks.silence_book import Subject
from barograph.storage import AuditSubject, SubjectKind

__all__ = ["silences"]

_MINUTE_MS = 60_000
_OPERATORS = {(True, False): "=", (True, True): "=~", (False, False): "!=", (False, True): "!~"}
_STATES = {"current": ("active", "pending"), "any": ("active", "pending", "expired")}

silences = APIBlueprint("silences", __name__, url_prefix="/api/v1/silences", abp_tags=[Tag(name="sinks")])


@silences.get("", summary="List silences", responses={200: SilencePage})
def list_silences(query: SilenceQuery) -> dict[str, Any]:
    """Return the silences of every Alertmanager, those that keep an episode quiet where one is named.

    Tenants other than `default` see those that have `tenant="<theirs>"` among their matchers.
    """
    book, tenant = services().silences, identity().tenant
    found, unreachable = book.of_tenant(tenant)
    if query.fingerprint is not None:
        found = book.silencing(_anomaly(tenant, query.fingerprint))
    if query.incident is not None:
        found = book.silencing(_incident(tenant, query.incident))
    states = _STATES.get(query.state, (query.state,))
    return _page((one for one in found if one.state in states), unreachable)


@silences.post("", summary="Silence something", responses={201: SilencePage})
@needs(Role.EDITOR)
def create_silence(body: SilenceRequest) -> Response:
    """Make a silence at every sink that is told of it; it begins now."""
    book, caller, now_ms = services().silences, identity(), services().now_ms()
    author = caller.name or caller.subject
    order = SilenceOrder(now_ms, now_ms + body.minutes * _MINUTE_MS, author, body.comment)
    if body.incident is not None:
        made = book.silence_episode(_incident(caller.tenant, body.incident), order)
    elif body.fingerprint is not None:
        made = book.silence_episode(_anomaly(caller.tenant, body.fingerprint), order)
    else:
        made = book.silence(caller.tenant, [one.to_matcher() for one in body.matchers or ()], order)
    for one in made:
        said = f"Made it at {one.sink}, for {body.minutes} minutes: {body.comment}"
        tell_audit(AuditSubject(SubjectKind.SILENCE, one.id, _name_of(one)), said)
    return json_response(_page(made, ()), 201)


@silences.delete("/<silence_id>", summary="End a silence", responses={204: None})
@needs(Role.EDITOR)
def expire_silence(path: SilencePath) -> Response:
    """End a silence now; Alertmanager keeps it as expired for a while."""
    services().silences.expire(identity().tenant, path.silence_id)
    tell_audit(AuditSubject(SubjectKind.SILENCE, path.silence_id, path.silence_id), "Ended it.")
    return Response(status=204)


def _anomaly(tenant: str, fingerprint: str) -> Subject:
    services().stores.anomalies.get(tenant, fingerprint)
    return Subject(tenant, "anomalies", fingerprint)


def _incident(tenant: str, incident_id: str) -> Subject:
    services().stores.incidents.get(tenant, incident_id)
    return Subject(tenant, "incidents", incident_id)


def _name_of(silence: Silence) -> str:
    return ", ".join(
        str(Matcher(one.name, _OPERATORS[one.is_equal, one.is_regex], one.value)) for one in silence.matchers
    )


def _page(found: Iterable[Silence], unreachable: Iterable[str]) -> dict[str, Any]:
    items = [silence_body(one) for one in found]
    return {"items": items, "next_cursor": None, "unreachable": list(unreachable)}
