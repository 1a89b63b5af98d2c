"""Sinks as code: whom Barograph tells, and how to reach them."""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from barograph.config.datasource import AuthSpec, HeaderName, TlsSpec, Url
from barograph.config.detector import LabelName, Name
from barograph.config.durations import Duration
from barograph.config.file_format import ProvisionedFile

__all__ = [
    "AlertmanagerSpec",
    "GrafanaAnnotationsSpec",
    "RemoteWriteSpec",
    "SinkFile",
    "SinkSpec",
    "WebhookSpec",
]

Subject = Literal["incidents", "anomalies"]


class _Addressed(BaseModel):
    """What every sink has: its addresses and how to reach them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = Field(description="Unique name in lower case, digits and dashes.")
    urls: tuple[Url, ...] = Field(
        min_length=1, max_length=10, description="Addresses; every one of them is told everything."
    )
    auth: AuthSpec = Field(default_factory=AuthSpec)
    tls: TlsSpec = Field(default_factory=TlsSpec)
    headers: dict[HeaderName, SecretStr] = Field(
        default_factory=dict, description="Headers sent along; their values are treated as secrets."
    )
    timeout: Duration = Field(Duration.parse("10s"), description="Time-out of one delivery.")
    queue: int = Field(
        10_000, ge=1, description="Most messages that wait for one address; the oldest go first."
    )

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Return the name of the queue of each address, and the address."""
        return ((f"{self.name}/{number}", url) for number, url in enumerate(self.urls, start=1))


class _Messages(_Addressed):
    """What sinks have that tell of episodes."""

    send: tuple[Subject, ...] = Field(
        ("incidents",),
        description="incidents (one message for what belongs together), anomalies; an empty list leaves it "
        "to automations that name it.",
    )
    external_labels: dict[LabelName, str] = Field(
        default_factory=dict,
        description="Labels put on every alert. Replicas must have equal ones, or people are told twice.",
    )
    incident_labels: tuple[LabelName, ...] = Field(
        ("team", "cluster", "environment", "namespace"),
        description="Labels that an incident takes over from its first anomaly, for routing.",
    )


class AlertmanagerSpec(_Messages):
    """Alertmanagers of one cluster."""

    type: Literal["alertmanager"]
    resend: Duration = Field(
        Duration.parse("1m"),
        description="How often open alerts are sent again; they end after four times that.",
    )
    resend_resolved: Duration = Field(
        Duration.parse("15m"), description="How long the end of an alert is sent again."
    )
    tell_late: Duration = Field(
        Duration.parse("1h"),
        description="How long after its end an episode is still told that was over before it could be told.",
    )
    hold: Duration = Field(
        Duration.parse("2m"),
        description="How long such an episode is shown as going on; longer than the group_wait.",
    )


class WebhookSpec(_Messages):
    """Receivers of Alertmanager's webhook payload, for people without an Alertmanager."""

    type: Literal["webhook"]
    secret: SecretStr | None = Field(None, description="Key of the signature in X-Barograph-Signature.")


class GrafanaAnnotationsSpec(_Messages):
    """Grafanas that show episodes as annotations; they are told by their HTTP API."""

    type: Literal["grafana_annotations"]
    tags: tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...] = Field(
        (),
        max_length=20,
        description="Tags put on every annotation, besides those of its labels.",
    )
    dashboard_uid: str | None = Field(
        None, max_length=40, description="The only dashboard that shows them; any may where it is not given."
    )
    panel_id: int | None = Field(None, ge=1, description="The only panel of that dashboard.")

    @property
    def place(self) -> dict[str, object]:
        """Where annotations are shown, in the words of Grafana; empty is everywhere."""
        named = {"dashboardUID": self.dashboard_uid, "panelId": self.panel_id}
        return {key: value for key, value in named.items() if value is not None}

    @model_validator(mode="after")
    def _check_together(self) -> "GrafanaAnnotationsSpec":
        if self.panel_id is not None and self.dashboard_uid is None:
            raise ValueError("`panel_id` needs a `dashboard_uid`")
        return self


class RemoteWriteSpec(_Addressed):
    """Stores that take samples by Prometheus' remote write: what they get is scores, not messages."""

    type: Literal["remote_write"]
    queue: int = Field(
        200_000, ge=1, description="Most samples that wait for one address; the oldest go first."
    )
    batch: int = Field(2_000, ge=1, le=50_000, description="Most samples of one request.")
    external_labels: dict[LabelName, str] = Field(
        default_factory=dict, description="Labels put on every sample that has none of that name."
    )

    @property
    def send(self) -> tuple[str, ...]:
        """What it is told of."""
        return ("scores",)


SinkSpec = Annotated[
    AlertmanagerSpec | WebhookSpec | GrafanaAnnotationsSpec | RemoteWriteSpec, Field(discriminator="type")
]


class SinkFile(ProvisionedFile):
    """The content of one file in provisioning/sinks."""

    sinks: tuple[SinkSpec, ...] = Field((), description="The sinks of this file.")
