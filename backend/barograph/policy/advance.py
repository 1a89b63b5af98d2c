"""The one entry of policy: new points in, changes of episodes out."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Anomaly, AnomalyState, FloatArray, Frame, Labels, Scores
from barograph.policy.base import Doubt, Outcome, Points
from barograph.policy.episodes import Fold
from barograph.policy.judgement import judge
from barograph.policy.plan import Plan

__all__ = ["advance"]


def advance(
    plan: Plan,
    frame: Frame,
    scores: Scores,
    episodes: Sequence[Anomaly],
    since_ms: int,
    doubt: Doubt | None = None,
) -> Outcome:
    """Fold the points with ``t > since_ms`` into the episodes and say what changed.

    ``episodes`` are the open ones and those that changed within ``plan.recall_ms`` before the new points.
    The frame reaches at least ``plan.memory_points`` back before the first new point, so that a fold over
    all of history and one tick after the other give the same episodes. Missing points change nothing,
    and neither do those that ``doubt`` points out.
    """
    first = int(np.searchsorted(frame.timestamps, since_ms, side="right"))
    if first == frame.point_count:
        return Outcome()
    start = max(0, first - plan.memory_points)
    frame, scores, first = frame.columns(start), scores.columns(start), first - start
    thresholds = plan.thresholds(frame.timestamps)
    rows = _find_interesting(plan, frame, scores, thresholds)
    absent: tuple[Labels, ...] = ()
    if episodes:
        rows, absent = _add_rows_of(plan, frame, episodes, rows)
    if not rows.size and not absent:
        return Outcome()
    points = Points.of(frame, scores, rows, absent, doubt)
    return Fold(plan, points, judge(plan, points, thresholds), thresholds, episodes).run(first)


def _find_interesting(plan: Plan, frame: Frame, scores: Scores, thresholds: FloatArray) -> NDArray[np.intp]:
    """Return the rows in which anything could open."""
    could_open = Points.could_open(scores, thresholds)
    if plan.policy.missing_data == "alert":
        could_open = could_open | np.isnan(frame.values).any(axis=1)
    return np.flatnonzero(could_open)


def _add_rows_of(
    plan: Plan, frame: Frame, episodes: Sequence[Anomaly], rows: NDArray[np.intp]
) -> tuple[NDArray[np.intp], tuple[Labels, ...]]:
    """Add the series with an open episode; those that are gone from the frame are returned apart."""
    wanted = {episode.labels for episode in episodes if episode.state is AnomalyState.OPEN}
    if not wanted:
        return rows, ()
    found = {label: row for row, label in enumerate(map(plan.labels_of, frame.labels)) if label in wanted}
    absent = tuple(sorted(wanted - found.keys()))
    return np.union1d(rows, np.fromiter(found.values(), dtype=np.intp, count=len(found))), absent
