"""Growth: a history that has only begun gains much from a little more of it, so it is learnt again soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from barograph.config.detector import ScheduleSpec
from barograph.domain import Frame

__all__ = ["Past"]

_GROWTH = 0.5
_BEGUN_LATE = 0.1
_KNOWN_FROM = "known_from_ms"


@dataclass(frozen=True, slots=True)
class Past:
    """From when on a training wanted history, and from when on there was some."""

    wanted_from_ms: int
    known_from_ms: int

    @classmethod
    def of(cls, history: Frame) -> "Past":
        """Return the past that a training learns from; it has at least one moment."""
        is_known = np.isfinite(history.values).any(axis=0)
        first = int(is_known.argmax()) if is_known.any() else 0
        return cls(int(history.timestamps[0]), int(history.timestamps[first]))

    @classmethod
    def from_meta(cls, meta: Mapping[str, Any], wanted_from_ms: int) -> "Past":
        """Return the past that a model was trained on; where it does not say, all that was wanted."""
        return cls(wanted_from_ms, int(meta.get(_KNOWN_FROM, wanted_from_ms)))

    def to_meta(self) -> dict[str, int]:
        """Return what a model remembers of it."""
        return {_KNOWN_FROM: self.known_from_ms}

    def next_training_ms(self, schedule: ScheduleSpec, trained_ms: int) -> int:
        """Return when the next training is due: when a short history has grown by half, else by schedule."""
        every_ms = schedule.train_every.milliseconds
        if not self._has_begun_late(trained_ms):
            return trained_ms + every_ms
        return trained_ms + min(every_ms, int(_GROWTH * (trained_ms - self.known_from_ms)))

    def _has_begun_late(self, trained_ms: int) -> bool:
        lacking_ms = self.known_from_ms - self.wanted_from_ms
        return lacking_ms > _BEGUN_LATE * (trained_ms - self.wanted_from_ms)
