"""One tick of one detector: window, scores, decisions, one transaction, news."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

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

_MOST_POINTS_BEHIND = 5_000


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
        since_ms, skipped = self._find_start(detector, end_ms, step_ms)
        if since_ms >= end_ms:
            return TickReport(detector, since_ms, since_ms, None, (), 0, time.perf_counter() - started)
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
        events = self._anomalies.record(changes, now_ms, cursor)
        self._publish(events)
        health = say_data_health(judge.plan, verdicts_of(judge.plan, window, targets), now_ms)
        seconds = time.perf_counter() - started
        return TickReport(detector, since_ms, end_ms, judgement, events, skipped, seconds, health, versioned)

    def _find_start(self, detector: StoredDetector, end_ms: int, step_ms: int) -> tuple[int, int]:
        """Return the last judged moment and how many points are too far behind to be judged now."""
        cursor = self._cursors.get(detector.tenant, detector.id)
        if cursor is None:
            return end_ms - step_ms, 0
        earliest_ms = end_ms - _MOST_POINTS_BEHIND * step_ms
        since_ms = max(cursor.evaluated_to_ms, earliest_ms)
        return since_ms, max(0, (earliest_ms - cursor.evaluated_to_ms) // step_ms)
