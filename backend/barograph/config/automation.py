"""Automations as code: what is done by itself when something happens, and how far that may go."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from barograph.config.datasource import Url
from barograph.config.detector import Name
from barograph.config.durations import Duration
from barograph.config.file_format import ProvisionedFile
from barograph.config.matchers import Matcher
from barograph.domain import EventType, Severity

__all__ = [
    "ActionSpec",
    "AnnotationAction",
    "Approval",
    "AutomationFile",
    "AutomationSpec",
    "Command",
    "CommandAction",
    "DetectorAction",
    "RaiseSeverityAction",
    "RateLimit",
    "Repetition",
    "SilenceAction",
    "WebhookAction",
    "When",
]

_UNHEARD = {EventType.AUTOMATION_RUN, EventType.HEARTBEAT, EventType.JOB_PROGRESS}
_LONGEST_SECONDS = 3600
_RESERVED = ("runs", "dry-run")
_EPISODES = ("anomaly_", "incident_")
_SHORT = ("anomaly_detected", "incident_opened")
Text = Annotated[str, StringConstraints(max_length=2000)]
Command = Annotated[str, StringConstraints(pattern=r"^/[^\x00,]+$", max_length=1000)]


class _Part(BaseModel):
    """What every part of an automation is: frozen, and without unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Repetition(_Part):
    """How often something must happen, in which time."""

    times: int = Field(ge=2, le=1000, description="How many episodes or events it takes.")
    within: Duration = Field(description="In which time.")


class RateLimit(_Part):
    """How often an automation may act, in which time."""

    times: int = Field(10, ge=1, le=10_000, description="Most runs.")
    within: Duration = Field(Duration.parse("1h"), description="In which time.")


class Approval(_Part):
    """A person must agree before anything is done."""

    expires: Duration = Field(Duration.parse("30m"), description="After this time it is refused by itself.")


class When(_Part):
    """What must happen; all of it must hold. An episode counts once for its start and once for its end."""

    events: tuple[EventType, ...] = Field(min_length=1, max_length=20, description="Types of events.")
    detector: Name | None = Field(None, description="Only what this detector says.")
    labels: tuple[Matcher, ...] = Field(
        (),
        max_length=20,
        description="Matchers of labels, all must hold; an incident has those of its first anomaly.",
    )
    severity: Severity | None = Field(None, description="The least severity.")
    lasting: Duration | None = Field(None, description="How long the episode must have gone on.")
    repeated: Repetition | None = Field(None, description="How often it must happen, in which time.")

    @model_validator(mode="after")
    def _check(self) -> "When":
        for event in self.events:
            if event in _UNHEARD:
                raise ValueError(f"`{event.value}` starts no automation")
            if self.lasting is not None and (event in _SHORT or not event.startswith(_EPISODES)):
                raise ValueError(
                    f"`lasting` is never met by `{event.value}`; use anomaly_updated, anomaly_resolved, "
                    "incident_updated or incident_resolved"
                )
        return self


class WebhookAction(_Part):
    """Posts what happened as JSON."""

    type: Literal["webhook"]
    url: Url | None = Field(None, description="Where to; for an address without secrets.")
    sink: Name | None = Field(None, description="Name of a webhook sink, with its credentials and signature.")

    @model_validator(mode="after")
    def _check(self) -> "WebhookAction":
        if (self.url is None) == (self.sink is None):
            raise ValueError("give either `url` or `sink`")
        return self


class SilenceAction(_Part):
    """Silences the episode at every Alertmanager that is told of it."""

    type: Literal["silence"]
    duration: Duration = Field(Duration.parse("1h"), description="How long.")
    comment: Text = Field("", description="Why, for people.")


class AnnotationAction(_Part):
    """Puts an annotation into every Grafana that has a sink."""

    type: Literal["annotation"]
    text: Text = Field("", description="What it says; the sentence of the event where it is not given.")
    tags: tuple[Annotated[str, StringConstraints(min_length=1, max_length=100)], ...] = Field(
        (), max_length=20, description="Tags besides those of the sink."
    )


class DetectorAction(_Part):
    """Starts, stops or trains a detector, or puts the model before in force."""

    type: Literal["start_detector", "stop_detector", "retrain", "roll_back"]
    detector: Name | None = Field(None, description="Which one; that of the event where it is not given.")


class RaiseSeverityAction(_Part):
    """Lifts the severity of an incident; it never falls below that again."""

    type: Literal["raise_severity"]
    to: Severity = Field(description="The least severity from now on.")


class CommandAction(_Part):
    """Runs a program of the allow-list, without a shell; what happened stands on its input as JSON."""

    type: Literal["command"]
    command: Command = Field(description="Absolute path, as in the setting automation_commands.")
    arguments: tuple[Text, ...] = Field((), max_length=50, description="Arguments, as they are.")


ActionSpec = Annotated[
    WebhookAction | SilenceAction | AnnotationAction | DetectorAction | RaiseSeverityAction | CommandAction,
    Field(discriminator="type"),
]


class AutomationSpec(_Part):
    """When something happens, then do something."""

    name: Name = Field(description="Unique name in lower case, digits and dashes.")
    title: str = Field("", max_length=200, description="What people call it.")
    description: Text = Field("", description="What it is for.")
    enabled: bool = Field(True, description="Whether it runs.")
    when: When
    then: tuple[ActionSpec, ...] = Field(min_length=1, max_length=10, description="What is done, in order.")
    dry_run: bool = Field(False, description="Only write down what would be done.")
    cooldown: Duration = Field(Duration.parse("0s"), description="Rest after each run.")
    limit: RateLimit = Field(default_factory=RateLimit)
    approval: Approval | None = Field(None, description="Wait for a person before acting.")
    timeout: Duration = Field(Duration.parse("30s"), description="Longest time of a run.")
    after_crash: Literal["fail", "retry"] = Field(
        "fail",
        description="What becomes of a run that was cut off: fail does nothing twice, retry repeats the "
        "action that was under way.",
    )

    @model_validator(mode="after")
    def _check_actions(self) -> "AutomationSpec":
        if self.name in _RESERVED:
            raise ValueError(f"`name` can't be {self.name}, which is an address of the API")
        if self.timeout.seconds > _LONGEST_SECONDS:
            raise ValueError("`timeout` can be 1h at most")
        kinds = {action.type for action in self.then}
        heard = self.when.events
        if "raise_severity" in kinds and not all(event.startswith("incident_") for event in heard):
            raise ValueError("`raise_severity` needs events of incidents only")
        if "silence" in kinds and not all(event.startswith(_EPISODES) for event in heard):
            raise ValueError("`silence` needs events of anomalies or incidents only")
        return self

    @property
    def is_privileged(self) -> bool:
        """Whether it runs programs, which only administrators may arrange."""
        return any(isinstance(action, CommandAction) for action in self.then)


class AutomationFile(ProvisionedFile):
    """The content of one file in provisioning/automations."""

    automations: tuple[AutomationSpec, ...] = Field((), description="The automations of this file.")
