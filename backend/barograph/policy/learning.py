"""What a training may learn from: not from episodes, not from maintenance, not from excluded times."""

from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

import numpy as np

from barograph.config.calendar import CalendarRule
from barograph.domain import Anomaly, Frame, Verdict
from barograph.policy.base import BoolArray
from barograph.policy.calendars import build_calendar
from barograph.policy.calendars.dates import Dates
from barograph.policy.plan import Plan

__all__ = ["teachable"]


_NO_VERDICTS: Mapping[str, Verdict] = {}


def teachable(
    plan: Plan,
    history: Frame,
    episodes: Iterable[Anomaly],
    verdicts: Mapping[str, Verdict] = _NO_VERDICTS,
) -> Frame:
    """Return the history with everything a training must not learn from taken out as gaps.

    ``verdicts`` are what people said about episodes, by fingerprint. What was useful or expected is not
    how things are, so it is left out to its end; what was noise is, so it is learnt from.
    """
    excluded = np.broadcast_to(_find_excluded_times(plan, history), history.values.shape).copy()
    _exclude_named(plan, history, excluded)
    _exclude_episodes(plan, history, episodes, verdicts, excluded)
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
        if _is_left_out(rule) and not rule.match:
            excluded |= build_calendar(rule).covers(times)
    return excluded


def _exclude_named(plan: Plan, history: Frame, excluded: BoolArray) -> None:
    """Mark the times of calendars that name series, in these series only."""
    for rule in plan.policy.calendars:
        if _is_left_out(rule) and rule.match:
            named = [
                all(matcher.is_met_by(plan.labels_of(labels)) for matcher in rule.match)
                for labels in history.labels
            ]
            excluded[named] |= build_calendar(rule).covers(history.timestamps)


def _is_left_out(rule: CalendarRule) -> bool:
    """Tell whether a calendar is maintenance; a season only moves the threshold and is learnt."""
    return not rule.is_taught and rule.threshold is None


def _exclude_episodes(
    plan: Plan,
    history: Frame,
    episodes: Iterable[Anomaly],
    verdicts: Mapping[str, Verdict],
    excluded: BoolArray,
) -> None:
    """Mark each episode to its end, in its own series only; what lasts too long is the new normal."""
    row_of = {plan.labels_of(labels): row for row, labels in enumerate(history.labels)}
    for episode in episodes:
        end_ms = _find_frozen_end(plan, episode, verdicts.get(episode.fingerprint))
        if (row := row_of.get(episode.labels)) is not None and end_ms is not None:
            first, last = np.searchsorted(history.timestamps, [episode.started_ms, end_ms])
            excluded[row, first:last] = True


def _find_frozen_end(plan: Plan, episode: Anomaly, verdict: Verdict | None) -> int | None:
    """Return up to where an episode is not learnt from, None where it is learnt from at once."""
    if verdict is Verdict.NOISE:
        return None
    if verdict is not None and episode.ended_ms is not None:
        return episode.ended_ms
    if verdict is None and not plan.policy.freeze_learning:
        return None
    latest_ms = episode.started_ms + plan.policy.freeze_at_most.milliseconds
    return latest_ms if episode.ended_ms is None else min(episode.ended_ms, latest_ms)
