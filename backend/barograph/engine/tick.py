"""One tick of one detector: window, scores, decisions, one transaction, news."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import structlog

from barograph.algorithms.registry import Registry
from barograph.domain import AnomalyState, DetectorHealth, Event
from barograph.engine.base import Models, Windows
from barograph.engine.data_health import Scrapes, know_nothing_of_scrapes, say_data_health, verdicts_of
from barograph.engine.dossiers import Dossiers
from barograph.engine.explanations import Explain, add_explanations, explain_nothing
from barograph.engine.judge import Judge, Judgement
from barograph.engine.score_memory import ScoreMemory
from barograph.engine.slots import last_finished_point
from barograph.sources.targets import Targets
from barograph.storage.anomalies import Anomalies
from barograph.storage.cursors import Cursor, Cursors
from barograph.storage.detector_rows import StoredDetector
from barograph.training.learning import query_of
from barograph.training.versions import VersionedModel

__all__ = ["TickReport", "Ticker"]

_log = structlog.get_logger(__name__)
_MOST_POINTS_BEHIND = 5_000
_MOST_POINTS_AHEAD = 2
_MOST_POINTS_AGAIN = 240


@dataclass(frozen=True, slots=True, eq=False)
class TickReport:
    """What a tick saw and did; ``judgement`` is None where there was no new point."""

    detector: StoredDetector
    since_ms: int
    evaluated_to_ms: int
    judgement: Judgement | None
    events: tuple[Event, ...]
    skipped_points: int
    seconds: float
    data_health: DetectorHealth | None = None
    """What the detector must tell of its data, None where there is nothing to tell."""
    versioned: VersionedModel | None = None
    """The model that judged."""
    is_set_back: bool = False
    """Whether the detector stood ahead of the clock, and now begins where the clock is."""


@dataclass(frozen=True, slots=True)
class _Start:
    """After which moment a tick judges, and what it had to do for that."""

    since_ms: int
    read_ms: int | None = None
    """Where the cursor stands, None where there is none."""
    skipped_points: int = 0
    is_set_back: bool = False


class Ticker:
    """Runs ticks. What it needs stands in the store and at the source; scores are kept to save work alone."""

    def __init__(
        self,
        windows: Windows,
        models: Models,
        registry: Registry,
        anomalies: Anomalies,
        cursors: Cursors,
        publish: Callable[[Sequence[Event]], None],
        explain: Explain = explain_nothing,
        scrapes: Scrapes = know_nothing_of_scrapes,
        dossiers: Dossiers | None = None,
    ) -> None:
        self._windows = windows
        self._models = models
        self._registry = registry
        self._anomalies = anomalies
        self._cursors = cursors
        self._publish = publish
        self._explain = explain
        self._scrapes = scrapes
        self._dossiers = dossiers
        self._memory = ScoreMemory()

    def tick(self, detector: StoredDetector, now_ms: int) -> TickReport:
        """Judge every point that became complete since the last tick; running it twice changes nothing."""
        started = time.perf_counter()
        query = detector.spec.query
        step_ms = query.step.milliseconds
        end_ms = last_finished_point(now_ms, step_ms, query.offset.milliseconds)
        start = self._find_start(detector, end_ms, step_ms)
        since_ms = start.since_ms
        if start.is_set_back or since_ms >= end_ms:
            seconds = time.perf_counter() - started
            return TickReport(
                detector, since_ms, since_ms, None, (), 0, seconds, is_set_back=start.is_set_back
            )
        versioned = self._models.current(detector)
        judge = Judge.of(detector, versioned, self._registry)
        new_points = (end_ms - since_ms) // step_ms
        bound = query_of(query, versioned.model)
        window = self._windows.window(detector.tenant, bound, end_ms, judge.points_needed(new_points))
        episodes = self._anomalies.recent_of(detector.tenant, detector.id, since_ms - judge.plan.recall_ms)
        is_open = [one.labels for one in episodes if one.state is AnomalyState.OPEN]
        labels = (*window.labels, *is_open)
        up = self._scrapes(detector.tenant, query, labels, end_ms, judge.points_decided(new_points))
        targets = Targets(up)
        score = partial(self._memory.score, detector, judge)
        judgement = judge.judge(window, episodes, since_ms, targets, score)
        seconds = time.perf_counter() - started
        cursor = Cursor(detector.tenant, detector.id, end_ms, now_ms, window.series_count, seconds)
        changes = add_explanations(self._explain, detector.tenant, bound, window, judgement.outcome.changes)
        if self._dossiers is not None:
            changes = self._dossiers.complete(judge, window, changes)
        events = self._anomalies.record_tick(changes, now_ms, cursor, start.read_ms)
        if events is None:
            # Another engine has judged these points meanwhile, so there is nothing new to tell.
            return TickReport(detector, since_ms, since_ms, None, (), 0, time.perf_counter() - started)
        self._publish(events)
        health = say_data_health(judge.plan, verdicts_of(judge.plan, window, targets), now_ms)
        seconds = time.perf_counter() - started
        skipped = start.skipped_points
        return TickReport(detector, since_ms, end_ms, judgement, events, skipped, seconds, health, versioned)

    def _find_start(self, detector: StoredDetector, end_ms: int, step_ms: int) -> _Start:
        """Find the last judged moment.

        Points too far behind are not judged. A detector far ahead of the clock, which stood in the future or
        got a longer offset, would see nothing until then, so it begins where the clock is, and as far before
        as it was ahead: while the clock was wrong, points were judged that had not come yet. What it judges
        twice changes nothing.
        """
        cursor = self._cursors.get(detector.tenant, detector.id)
        if cursor is None:
            return _Start(end_ms - step_ms)
        judged_ms = cursor.evaluated_to_ms
        if judged_ms > end_ms + _MOST_POINTS_AHEAD * step_ms:
            _log.warning("a detector was ahead of the clock", detector=detector.id, by_ms=judged_ms - end_ms)
            again = min((judged_ms - end_ms) // step_ms, _MOST_POINTS_AGAIN)
            since_ms = end_ms - again * step_ms
            self._cursors.set_back(replace(cursor, evaluated_to_ms=since_ms))
            return _Start(since_ms, since_ms, is_set_back=True)
        earliest_ms = end_ms - _MOST_POINTS_BEHIND * step_ms
        skipped = max(0, (earliest_ms - judged_ms) // step_ms)
        return _Start(max(judged_ms, earliest_ms), judged_ms, skipped)
