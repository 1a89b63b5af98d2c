"""Verdicts: whether what a model sees now still looks like what it learnt from."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from barograph.models.yardstick import CountArray, Yardstick, distance

__all__ = ["Drift", "DriftState", "Finding", "examine"]

_SHARE = 0.1
_LEAST_KNOWN = 0.5


class DriftState(StrEnum):
    """What is known of the drift of a model."""

    UNKNOWN = "unknown"
    STEADY = "steady"
    DRIFTING = "drifting"


@dataclass(frozen=True, slots=True)
class Finding:
    """One test of one subject: ``data`` or ``scores``.

    For data it is the test of the series that decides: enough others have strayed at least as far.
    """

    subject: str
    statistic: float
    threshold: float
    p_value: float
    strayed: int
    rows: int

    @property
    def is_strayed(self) -> bool:
        """Whether it is farther away than any part of the training."""
        return self.statistic > self.threshold

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "name": "kolmogorov_smirnov",
            "subject": self.subject,
            "statistic": round(self.statistic, 4),
            "p_value": round(self.p_value, 4),
            "threshold": round(self.threshold, 4),
            "series_strayed": self.strayed,
            "series_tested": self.rows,
        }

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Finding":
        """Return the finding that ``to_json`` wrote."""
        return cls(
            str(values["subject"]),
            float(values["statistic"]),
            float(values["threshold"]),
            float(values["p_value"]),
            int(values["series_strayed"]),
            int(values["series_tested"]),
        )


@dataclass(frozen=True, slots=True)
class Drift:
    """The verdict on a model with the tests that it rests on."""

    state: DriftState
    findings: tuple[Finding, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {"state": self.state.value, "tests": [one.to_json() for one in self.findings]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Drift":
        """Return the verdict that ``to_json`` wrote."""
        return cls(DriftState(values["state"]), tuple(map(Finding.from_json, values["tests"])))


def examine(subject: str, yardstick: Yardstick, counts: CountArray, window_values: int) -> Finding | None:
    """Compare counts with a yardstick; None where most of the window is missing."""
    is_known = counts.sum(axis=1) >= _LEAST_KNOWN * window_values
    rows = np.flatnonzero(is_known)
    if not rows.size:
        return None
    found, limits = distance(counts, yardstick.counts)[rows], yardstick.limits[rows]
    needed = max(1, round(_SHARE * len(rows)))
    deciding = int(np.argsort(limits - found, kind="stable")[needed - 1])
    return Finding(
        subject,
        float(found[deciding]),
        float(limits[deciding]),
        yardstick.rarity(int(rows[deciding]), float(found[deciding])),
        int((found > limits).sum()),
        len(rows),
    )
