"""Is the newest point of each series there, and if not, why not: the data-health verdict of a tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Frame, Labels
from barograph.sources.targets import Targets

__all__ = ["DataHealth", "HealthRules", "Treatment", "judge_health", "treatment_of"]


class DataHealth(StrEnum):
    """What the newest point of a series says about the data, not about the value."""

    OK = "ok"
    TRUE_ZERO = "true_zero"
    INCOMPLETE_BUCKET = "incomplete_bucket"
    LATE = "late"
    GAP = "gap"
    SERIES_GONE = "series_gone"
    SCRAPE_DOWN = "scrape_down"

    @property
    def has_value(self) -> bool:
        """Whether there is a value that an algorithm can judge."""
        return self in (DataHealth.OK, DataHealth.TRUE_ZERO)


class Treatment(StrEnum):
    """What policy does with a series after its verdict."""

    JUDGE = "judge"
    KEEP = "keep"
    RESOLVE = "resolve"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class HealthRules:
    """How long a point may be missing before it counts as more than late, and as gone for good."""

    late_points: int = 2
    gone_points: int = 60


def judge_health(
    window: Frame,
    now_ms: int,
    *,
    offset_ms: int = 0,
    targets: Targets | None = None,
    expected: Sequence[Labels] = (),
    rules: HealthRules | None = None,
) -> dict[Labels, DataHealth]:
    """Return the verdict on each series of a window, and on those ``expected`` that it lacks.

    Without ``targets`` a scrape that is down can't be told from a gap. A pure function: the same input
    gives the same verdict.
    """
    rules = rules or HealthRules()
    if not window.point_count or int(window.timestamps[-1]) + offset_ms > now_ms:
        return dict.fromkeys((*window.labels, *expected), DataHealth.INCOMPLETE_BUCKET)
    missing = _count_missing(window)
    is_zero = (window.values[:, -1] == 0).tolist()
    verdicts = {
        labels: _verdict(count, is_zero[row], rules)
        for row, (labels, count) in enumerate(zip(window.labels, missing.tolist(), strict=True))
    }
    for labels in expected:
        verdicts.setdefault(labels, DataHealth.SERIES_GONE)
    return _find_scrapes_down(verdicts, targets or Targets(), int(window.timestamps[-1]))


def treatment_of(health: DataHealth, missing_data: Literal["keep", "resolve", "alert"]) -> Treatment:
    """Say what happens to a series: a point that may still come changes nothing, whatever the policy."""
    if health.has_value:
        return Treatment.JUDGE
    if health in (DataHealth.LATE, DataHealth.INCOMPLETE_BUCKET):
        return Treatment.KEEP
    return Treatment(missing_data)


def _verdict(missing: int, is_zero: bool, rules: HealthRules) -> DataHealth:
    if missing == 0:
        return DataHealth.TRUE_ZERO if is_zero else DataHealth.OK
    if missing >= rules.gone_points:
        return DataHealth.SERIES_GONE
    return DataHealth.LATE if missing <= rules.late_points else DataHealth.GAP


def _find_scrapes_down(
    verdicts: dict[Labels, DataHealth], targets: Targets, at_ms: int
) -> dict[Labels, DataHealth]:
    """Say of what is missing whether the scrape is the reason."""
    missing = [labels for labels, health in verdicts.items() if not health.has_value]
    down = targets.find_down(missing, np.array([at_ms], dtype=np.int64))[:, 0]
    reasons = {
        labels: DataHealth.SCRAPE_DOWN for labels, is_down in zip(missing, down, strict=True) if is_down
    }
    return {**verdicts, **reasons}


def _count_missing(window: Frame) -> NDArray[np.intp]:
    """Return for each series how many of its newest points in a row are missing."""
    is_there = ~np.isnan(window.values[:, ::-1])
    found: NDArray[np.intp] = is_there.argmax(axis=1)
    return np.where(is_there.any(axis=1), found, window.point_count)
