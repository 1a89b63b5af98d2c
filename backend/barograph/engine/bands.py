"""Series with their bands, computed again from the model whenever somebody looks."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from barograph.algorithms.base import compares_series
from barograph.algorithms.registry import Registry
from barograph.config.matchers import Matcher
from barograph.domain import Frame, Scores
from barograph.engine.base import Models, Source
from barograph.engine.choosing import rows_that_match, strangest_first
from barograph.engine.judge import Judge
from barograph.engine.slots import last_finished_point
from barograph.errors import ValidationFailed
from barograph.storage.detector_rows import StoredDetector
from barograph.training.learning import query_of

__all__ = ["Band", "Bands", "Choice"]

_MOST_POINTS = 11_000
_MOST_VALUES = 500_000
_MOST_COMPARED = 5_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """Which series are wanted: those that meet all conditions, the strangest ``limit`` of them."""

    match: Sequence[Matcher] = ()
    limit: int = 20


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """What was seen and what was expected, the strangest series first.

    ``model_version`` says by which model, ``series_total`` how many series meet the conditions.
    """

    frame: Frame
    scores: Scores
    model_version: int
    series_total: int


class Bands:
    """Replays a range through the model in force: the same numbers that ticks saw, by the same function."""

    def __init__(
        self,
        source: Source,
        models: Models,
        registry: Registry,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._source = source
        self._models = models
        self._registry = registry
        self._clock = clock

    def band(self, detector: StoredDetector, start_ms: int, end_ms: int, choice: Choice) -> Band:
        """Return values, bands and scores of the finished points with ``start_ms <= t <= end_ms``."""
        step_ms = detector.spec.query.step.milliseconds
        finished_ms = self._finished_ms(detector)
        end_ms = (min(end_ms, finished_ms) if start_ms <= finished_ms else end_ms) // step_ms * step_ms
        points = (end_ms - start_ms) // step_ms + 1
        if not 0 < points <= _MOST_POINTS:
            raise _too_long(f"{points:,} points; 1 to {_MOST_POINTS:,}", points, _MOST_POINTS)
        versioned = self._models.current(detector)
        judge = Judge.of(detector, versioned, self._registry)
        query = query_of(detector.spec.query, versioned.model)
        needed = judge.algorithm.window_points - 1 + points
        if query.mode != "metric" and end_ms <= finished_ms:
            # Lines that were read once are counted; reading all of them anew for each look would take long.
            window = self._source.window(detector.tenant, query, end_ms, needed)
        else:
            window = self._source.history(detector.tenant, query, end_ms - (needed - 1) * step_ms, end_ms)
        rows = rows_that_match(window, choice.match)
        frame, scores = _score_strangest(judge, window, points, rows, choice.limit)
        return Band(frame, scores, versioned.version, len(rows))

    def _finished_ms(self, detector: StoredDetector) -> int:
        query = detector.spec.query
        now_ms = int(self._clock() * 1000)
        return last_finished_point(now_ms, query.step.milliseconds, query.offset.milliseconds)


def _score_strangest(
    judge: Judge, window: Frame, points: int, rows: list[int], limit: int
) -> tuple[Frame, Scores]:
    """Score the last points of the strangest of some series.

    Where all their points would be too many, they are chosen by their latest points alone.
    """
    if compares_series(judge.algorithm):
        if window.series_count * points > _MOST_COMPARED:
            values = window.series_count * points
            raise _too_long(f"{values:,} values to compare; {_MOST_COMPARED:,}", values, _MOST_COMPARED)
        lately = points
    else:
        limit = min(limit, _MOST_VALUES // points)
        lately = max(1, min(points, _MOST_VALUES // max(1, len(rows))))
    frame, scores = judge.score_rows(window.tail(judge.algorithm.window_points - 1 + lately), lately, rows)
    order = strangest_first(scores)[:limit]
    if lately < points:
        frame, scores = judge.score_rows(window, points, [rows[place] for place in order])
        order = strangest_first(scores)
    return frame.rows(order), scores.rows(order)


def _too_long(what: str, found: int, limit: int) -> ValidationFailed:
    return ValidationFailed(
        f"The range holds {what} are allowed. Shorten it.",
        detail={"field": "start", "points": found, "limit": limit},
    )
