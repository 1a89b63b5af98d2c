"""Alertmanager's webhook payload as it comes in, and notifications as they are shown."""

import re
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from barograph.api.bodies.base import Body, PageQuery
from barograph.storage.notifications import Notification

__all__ = [
    "NotificationPage",
    "NotificationQuery",
    "ReceivedBody",
    "WebhookMessage",
    "notification_body",
    "notifications_of",
]

_Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,40}$")]
_IS_FINGERPRINT = re.compile(r"[0-9a-f]{1,40}")
_LATEST_MS = 253_402_300_799_999


class _Foreign(BaseModel):
    """What others send; they may add fields at any time."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class WebhookAlert(_Foreign):
    """One alert of a notification."""

    status: Literal["firing", "resolved"]
    labels: dict[str, str] = Field(max_length=200)
    annotations: dict[str, str] = Field(default_factory=dict, max_length=200)
    starts_at: AwareDatetime = Field(alias="startsAt")
    ends_at: AwareDatetime | None = Field(None, alias="endsAt")
    generator_url: str = Field("", alias="generatorURL", max_length=10_000)
    fingerprint: str = Field("", max_length=64)


class WebhookMessage(_Foreign):
    """What Alertmanager posts to a webhook receiver (version 4)."""

    version: Literal["4"] = "4"
    receiver: str = Field("", max_length=200)
    alerts: list[WebhookAlert] = Field(max_length=20_000)


class ReceivedBody(Body):
    """How many alerts were stored."""

    stored: int


class NotificationQuery(PageQuery):
    """Which notifications."""

    sort: Literal["at", "-at"] = Field("-at", description="Order; a minus before it reverses it.")
    incident: _Fingerprint | None = Field(None, description="Only those of this incident and its anomalies.")
    fingerprint: _Fingerprint | None = Field(None, description="Only those of this anomaly.")
    from_ms: int | None = Field(None, ge=0, le=_LATEST_MS, description="Only those at or after this moment.")


class NotificationBody(Body):
    """One alert of which a receiver was told."""

    id: int
    at_ms: int
    receiver: str
    status: str
    name: str
    labels: dict[str, str]
    summary: str
    started_ms: int
    ended_ms: int | None
    fingerprint: str | None = Field(description="Our anomaly; null where the alert is not of one.")
    incident_id: str | None = Field(description="Our incident; null where the alert is not of one.")


class NotificationPage(Body):
    """A page of notifications."""

    items: list[NotificationBody]
    next_cursor: str | None


def notifications_of(message: WebhookMessage, tenant: str, now_ms: int) -> list[Notification]:
    """Return what a message tells, each alert tied to our episode where it is of one."""
    return [_to_notification(alert, message.receiver, tenant, now_ms) for alert in message.alerts]


def notification_body(notification: Notification) -> dict[str, Any]:
    """Return a notification as JSON."""
    return {name: getattr(notification, name) for name in NotificationBody.model_fields}


def _to_notification(alert: WebhookAlert, receiver: str, tenant: str, now_ms: int) -> Notification:
    started_ms = int(alert.starts_at.timestamp() * 1000)
    ends_ms = int(alert.ends_at.timestamp() * 1000) if alert.ends_at else None
    is_over = alert.status == "resolved" and ends_ms is not None and ends_ms >= started_ms
    about = _episode_of(alert)
    return Notification(
        tenant=tenant,
        at_ms=now_ms,
        receiver=receiver,
        status=alert.status,
        name=alert.labels.get("alertname", "")[:200],
        alert=alert.fingerprint,
        started_ms=started_ms,
        ended_ms=ends_ms if is_over else None,
        labels=alert.labels,
        summary=alert.annotations.get("summary", ""),
        fingerprint=about.get("anomaly"),
        incident_id=about.get("incident"),
    )


def _episode_of(alert: WebhookAlert) -> dict[str, str]:
    """Return which anomaly or incident an alert is of: its link says it, or the label of an incident."""
    if not alert.labels.get("alertname", "").startswith("Barograph"):
        return {}
    try:
        link = dict(parse_qsl(urlsplit(alert.generator_url).query))
    except ValueError:
        link = {}
    found = {"incident": alert.labels.get("incident", ""), **link}
    return {
        name: found[name]
        for name in ("anomaly", "incident")
        if _IS_FINGERPRINT.fullmatch(found.get(name, ""))
    }
