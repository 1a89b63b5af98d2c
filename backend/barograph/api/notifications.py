"""`/api/v1/receivers/alertmanager` and `/api/v1/notifications`: whom Alertmanager told of what."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.auditing import unaudited
from barograph.api.bodies.notifications import (
    NotificationPage,
    NotificationQuery,
    ReceivedBody,
    WebhookMessage,
    notification_body,
    notifications_of,
)
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.security import Role
from barograph.storage.notifications import NotificationFilter

__all__ = ["notifications"]

notifications = APIBlueprint("notifications", __name__, url_prefix="/api/v1", abp_tags=[Tag(name="sinks")])


@notifications.post("/receivers/alertmanager", summary="Take a notification", responses={200: ReceivedBody})
@needs(Role.EDITOR)
@unaudited("It is a report, kept among the notifications.")
def receive_from_alertmanager(body: WebhookMessage) -> dict[str, Any]:
    """Keep whom Alertmanager told of what; it posts here as to any webhook receiver."""
    received = notifications_of(body, identity().tenant, services().now_ms())
    services().stores.notifications.add(received)
    return {"stored": len(received)}


@notifications.get("/notifications", summary="List who was told", responses={200: NotificationPage})
def list_notifications(query: NotificationQuery) -> dict[str, Any]:
    """Return who was told, the latest first; of an incident with all of its anomalies."""
    tenant, stores = identity().tenant, services().stores
    fingerprints = [query.fingerprint] if query.fingerprint else []
    if query.incident is not None:
        fingerprints += stores.incidents.get(tenant, query.incident).members
    chosen = NotificationFilter(fingerprints, query.incident, query.from_ms)
    request = query.to_page_request(services().settings.api_page_size)
    return page_body(stores.notifications.page(tenant, chosen, request), notification_body)
