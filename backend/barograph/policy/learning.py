"""What a training may learn from: not from episodes, not from maintenance, not from excluded times."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import numpy as np

from barograph.domain import Anomaly, Frame
from barograph.policy.base import BoolArray
from barograph.policy.calendars import build_calendar
from barograph.policy.calendars.dates import Dates
from barograph.policy.plan import Plan

__all__ = ["teachable"]


def teachable(plan: Plan, history: Frame, episodes: Iterable[Anomaly]) -> Frame:
    """Return the history with everything a training must not learn from taken out as gaps."""
    excluded = np.broadcast_to(_find_excluded_times(plan, history), history.values.shape).copy()
    if plan.policy.freeze_learning:
        _exclude_episodes(plan, history, episodes, excluded)
    if not excluded.any():
        return history
    return history.with_values(np.where(excluded, np.nan, history.values))


def _find_excluded_times(plan: Plan, history: Frame) -> BoolArray:
    excluded = np.zeros(history.point_count, dtype=bool)
    times = history.timestamps
    for dates in plan.policy.exclude_from_training:
        for start_ms, end_ms in Dates(dates, ZoneInfo("UTC")).intervals(0, 0):
            excluded |= (times >= start_ms) & (times < end_ms)
    for rule in plan.policy.calendars:
        if not rule.is_taught and rule.threshold is None and not rule.match:
            excluded |= build_calendar(rule).covers(times)
    return excluded


def _exclude_episodes(plan: Plan, history: Frame, episodes: Iterable[Anomaly], excluded: BoolArray) -> None:
    """Mark each episode to its end, in its own series only; what lasts too long is the new normal."""
    row_of = {plan.labels_of(labels): row for row, labels in enumerate(history.labels)}
    for episode in episodes:
        if (row := row_of.get(episode.labels)) is not None:
            latest_ms = episode.started_ms + plan.policy.freeze_at_most.milliseconds
            end_ms = latest_ms if episode.ended_ms is None else min(episode.ended_ms, latest_ms)
            first, last = np.searchsorted(history.timestamps, [episode.started_ms, end_ms])
            excluded[row, first:last] = True
