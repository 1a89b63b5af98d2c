"""The question of a preview."""

from pydantic import Field, model_validator

from barograph.api.bodies.base import Body
from barograph.config.detector import DetectorSpec

__all__ = ["PreviewRequest"]

_LATEST_MS = 253_402_300_799_999


class PreviewRequest(Body):
    """A detector that need not be saved, and the range over which it is rehearsed."""

    detector: DetectorSpec
    start_ms: int = Field(ge=0, le=_LATEST_MS, description="Where the rehearsal begins.")
    end_ms: int = Field(ge=0, le=_LATEST_MS, description="Where it ends.")

    @model_validator(mode="after")
    def _check_together(self) -> "PreviewRequest":
        if self.end_ms <= self.start_ms:
            raise ValueError("`end_ms` must lie after `start_ms`")
        return self
