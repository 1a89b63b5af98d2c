"""Is the newest point of each series there, and if not, why not: the data-health verdict of a tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Frame, Labels

__all__ = ["DataHealth", "HealthRules", "Treatment", "judge_health", "treatment_of"]

_TARGET_LABELS = ("job", "instance")


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
    up: Frame | None = None,
    expected: Sequence[Labels] = (),
    rules: HealthRules | None = None,
) -> dict[Labels, DataHealth]:
    """Return the verdict on each series of a window, and on those ``expected`` that it lacks.

    ``up`` is the frame of Prometheus' metric of that name at the same moments; without it a scrape that
    is down can't be told from a gap. A pure function: the same input gives the same verdict.
    """
    rules = rules or HealthRules()
    if not window.point_count or int(window.timestamps[-1]) + offset_ms > now_ms:
        return dict.fromkeys((*window.labels, *expected), DataHealth.INCOMPLETE_BUCKET)
    missing = _count_missing(window)
    is_zero = window.values[:, -1] == 0
    targets = _Targets(up)
    verdicts = {
        labels: _verdict(int(missing[row]), bool(is_zero[row]), targets.are_down(labels), rules)
        for row, labels in enumerate(window.labels)
    }
    for labels in expected:
        if labels not in verdicts:
            is_down = targets.are_down(labels)
            verdicts[labels] = DataHealth.SCRAPE_DOWN if is_down else DataHealth.SERIES_GONE
    return verdicts


def treatment_of(health: DataHealth, missing_data: Literal["keep", "resolve", "alert"]) -> Treatment:
    """Say what happens to a series: a point that may still come changes nothing, whatever the policy."""
    if health.has_value:
        return Treatment.JUDGE
    if health in (DataHealth.LATE, DataHealth.INCOMPLETE_BUCKET):
        return Treatment.KEEP
    return Treatment(missing_data)


def _verdict(missing: int, is_zero: bool, is_down: bool, rules: HealthRules) -> DataHealth:
    if missing == 0:
        return DataHealth.TRUE_ZERO if is_zero else DataHealth.OK
    if is_down:
        return DataHealth.SCRAPE_DOWN
    if missing >= rules.gone_points:
        return DataHealth.SERIES_GONE
    return DataHealth.LATE if missing <= rules.late_points else DataHealth.GAP


def _count_missing(window: Frame) -> NDArray[np.intp]:
    """Return for each series how many of its newest points in a row are missing."""
    is_there = ~np.isnan(window.values[:, ::-1])
    found: NDArray[np.intp] = is_there.argmax(axis=1)
    return np.where(is_there.any(axis=1), found, window.point_count)


class _Targets:
    """What is scraped, and what of it was down at the last moment."""

    def __init__(self, up: Frame | None) -> None:
        self._is_up: list[tuple[Labels, bool]] = []
        if up is not None and up.point_count:
            alive = up.values[:, -1] > 0
            self._is_up = [(labels, bool(alive[row])) for row, labels in enumerate(up.labels)]

    def are_down(self, labels: Labels) -> bool:
        """Tell whether everything that a series can come from is down."""
        origin = labels.only(*_TARGET_LABELS)
        sources = [is_up for target, is_up in self._is_up if target.matches(origin)]
        return bool(sources) and not any(sources)
