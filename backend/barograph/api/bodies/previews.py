"""The question of a preview."""

from typing import Literal

from pydantic import Field, model_validator

from barograph.api.bodies.base import Body
from barograph.config.detector import DetectorSpec
from barograph.config.matchers import Matcher

__all__ = ["KnownBody", "PreviewRequest"]

_LATEST_MS = 253_402_300_799_999


class KnownBody(Body):
    """A time in which something was wrong, by those who know."""

    start_ms: int = Field(ge=0, le=_LATEST_MS)
    end_ms: int = Field(ge=0, le=_LATEST_MS)
    name: str = Field("", max_length=200)


class PreviewRequest(Body):
    """A detector that need not be saved, and the range over which it is rehearsed."""

    detector: DetectorSpec
    start_ms: int = Field(ge=0, le=_LATEST_MS, description="Where the rehearsal begins.")
    end_ms: int = Field(ge=0, le=_LATEST_MS, description="Where it ends.")
    known: tuple[KnownBody, ...] = Field(
        (),
        max_length=10_000,
        description="What is known to have been wrong, for precision, recall and delay.",
    )
    known_from: Literal["alertmanager"] | None = Field(
        None, description="alertmanager adds the alerts that its receiver here was told of."
    )
    known_match: tuple[Matcher, ...] = Field((), description="Only alerts with these labels are added.")

    @model_validator(mode="after")
    def _check_together(self) -> "PreviewRequest":
        if self.end_ms <= self.start_ms:
            raise ValueError("`end_ms` must lie after `start_ms`")
        return self
