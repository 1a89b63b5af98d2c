"""What goes into a proposal and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import numpy as np

from barograph.config.matchers import Matcher
from barograph.config.patching import Edit
from barograph.domain import Anomaly, Labels, Verdict

__all__ = ["Judged", "Kind", "Suggestion", "as_json_time", "deviation_of", "matchers_for"]

Kind = Literal["suppression", "threshold", "deviation", "calendar", "exclusion"]


@dataclass(frozen=True, slots=True)
class Judged:
    """An episode, and what people said about it last."""

    anomaly: Anomaly
    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change of a detector that would follow from what people said, and why."""

    kind: Kind
    sentence: str
    edits: tuple[Edit, ...]


def matchers_for(labels: Mapping[str, str], detector_labels: Mapping[str, str]) -> list[str]:
    """Return matchers for a series, without what the detector puts on all of them."""
    own = Labels(labels).without(*detector_labels, "__name__")
    return [str(Matcher(name, "=", value)) for name, value in (own or Labels(labels)).items()]


def deviation_of(anomaly: Anomaly) -> float:
    """Return how far the strangest point was from what was expected; NaN where nothing was."""
    return float(np.abs(anomaly.evidence.actual - anomaly.evidence.expected))


def as_json_time(at_ms: int) -> str:
    """Return a moment as specifications hold it."""
    text: Any = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat()
    return str(text).replace("+00:00", "Z")
