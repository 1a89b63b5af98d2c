"""Questions and answers about silences."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from barograph.api.bodies.base import Body, Query
from barograph.sinks.silence import Matcher, Silence

__all__ = ["SilencePage", "SilencePath", "SilenceQuery", "SilenceRequest", "silence_body"]

_Fingerprint = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{1,40}$")]
_LabelName = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z_][a-zA-Z0-9_]{0,199}$")]
_YEAR_MINUTES = 366 * 24 * 60


class SilencePath(Query):
    """Which silence."""

    silence_id: str = Field(pattern=r"^[0-9a-zA-Z-]{1,60}$", description="Id of the silence.")


class SilenceQuery(Query):
    """Which silences."""

    state: Literal["current", "active", "pending", "expired", "any"] = Field(
        "current", description="current: active or pending."
    )
    fingerprint: _Fingerprint | None = Field(None, description="Only those that keep this anomaly quiet now.")
    incident: _Fingerprint | None = Field(None, description="Only those that keep this incident quiet now.")


class MatcherBody(Body):
    """One condition on a label."""

    name: _LabelName
    value: str = Field(max_length=2000)
    is_regex: bool = False
    is_equal: bool = True

    def to_matcher(self) -> Matcher:
        """Return what the sinks understand."""
        return Matcher(self.name, self.value, self.is_regex, self.is_equal)


class SilenceRequest(Body):
    """What to be quiet about, for how long, and why."""

    incident: _Fingerprint | None = None
    fingerprint: _Fingerprint | None = None
    matchers: list[MatcherBody] | None = Field(None, min_length=1, max_length=50)
    minutes: int = Field(ge=1, le=_YEAR_MINUTES, description="For how long, from now.")
    comment: str = Field(min_length=1, max_length=2000, description="Why, for who reads it later.")

    @model_validator(mode="after")
    def _check_one(self) -> "SilenceRequest":
        given = [name for name in (self.incident, self.fingerprint, self.matchers) if name is not None]
        if len(given) != 1:
            raise ValueError("give exactly one of `incident`, `fingerprint` and `matchers`")
        return self


class SilenceBody(Body):
    """One silence at the Alertmanagers of a sink."""

    id: str
    sink: str
    state: str
    matchers: list[MatcherBody]
    starts_ms: int
    ends_ms: int
    created_by: str
    comment: str


class SilencePage(Body):
    """Silences, those that end last first."""

    items: list[SilenceBody]
    next_cursor: str | None = Field(description="Always null.")
    unreachable: list[str] = Field(description="Why silences of some Alertmanagers may be missing.")


def silence_body(silence: Silence) -> dict[str, Any]:
    """Return a silence as JSON."""
    names = (name for name in SilenceBody.model_fields if name != "matchers")
    matchers = [{name: getattr(one, name) for name in MatcherBody.model_fields} for one in silence.matchers]
    return {**{name: getattr(silence, name) for name in names}, "matchers": matchers}
