"""The job that looks ahead: what series are expected to do, and when they reach a limit."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from barograph.algorithms.forecast import Forecast
from barograph.algorithms.outlook import Foreteller, Outlook
from barograph.algorithms.registry import Registry
from barograph.config.matchers import Matcher
from barograph.domain import Frame
from barograph.engine.base import Models, Source
from barograph.engine.choosing import rows_that_match
from barograph.engine.desk import Progress
from barograph.engine.reaches import Reach, find_reaches
from barograph.policy.possible import possible_range
from barograph.policy.quantities import guess_unit
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.detectors import Detectors
from barograph.storage.jobs import Job
from barograph.training.learning import query_of

__all__ = ["ForecastHandler"]

_MOST_FITTED = 50
_LONGEST_MS = 14 * 86_400_000


@dataclass(frozen=True, slots=True)
class _Told:
    """An outlook, the last values, how many series match, and who told it."""

    outlook: Outlook
    window: Frame
    series_total: int
    algorithm: str
    model_version: int | None


class ForecastHandler:
    """Looks ahead with the model in force where its algorithm can, else with one made for the question."""

    def __init__(
        self,
        detectors: Detectors,
        source: Source,
        models: Models,
        registry: Registry,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._detectors = detectors
        self._source = source
        self._models = models
        self._registry = registry
        self._clock = clock

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer ``points`` moments, ``every`` so many steps, for series that meet ``match``."""
        detector = self._detectors.get(job.tenant, job.detector_id or "")
        request = job.request
        step_ms = detector.spec.query.step.milliseconds
        end_ms = (int(self._clock() * 1000) - detector.spec.query.offset.milliseconds) // step_ms * step_ms
        moments = end_ms + step_ms * int(request["every"]) * np.arange(1, int(request["points"]) + 1)
        told = self._foretell(detector, end_ms, moments, [Matcher.parse(one) for one in request["match"]])
        return _describe(detector, told, int(request["limit"]))

    def _foretell(self, detector: StoredDetector, end_ms: int, moments: Any, match: list[Matcher]) -> _Told:
        spec = detector.spec
        algorithm = self._registry.create(spec.algorithm.name, spec.algorithm.parameters)
        if isinstance(algorithm, Foreteller):
            versioned = self._models.current(detector)
            query = query_of(spec.query, versioned.model)
            points = algorithm.outlook_points(query.step.milliseconds)
            window = self._source.window(detector.tenant, query, end_ms, points)
            window = window.rows(rows_that_match(window, match))
            outlook = algorithm.forecast_at(versioned.model, window, moments)
            return _Told(outlook, window, window.series_count, spec.algorithm.name, versioned.version)
        start_ms = end_ms - min(spec.schedule.history.milliseconds, _LONGEST_MS)
        query = spec.query
        if query.mode == "templates":
            query = query_of(query, self._models.current(detector).model)
        history = self._source.history(detector.tenant, query, start_ms, end_ms)
        rows = rows_that_match(history, match)
        history = history.rows(rows[:_MOST_FITTED])
        forecast = Forecast()
        outlook = forecast.forecast_at(forecast.fit(history), history, moments)
        return _Told(outlook, history, len(rows), forecast.name, None)


def _describe(detector: StoredDetector, told: _Told, limit: int) -> dict[str, Any]:
    spec, window = detector.spec, told.window
    unit = spec.unit or guess_unit(spec.query.expression)
    outlook = _keep_to_possible(told.outlook, unit, [one.value for one in spec.limits])
    reaches = [
        find_reaches(spec.title or spec.name, unit, spec.limits, window.rows([row]), outlook.row(row))
        for row in range(window.series_count)
    ]
    order = sorted(range(window.series_count), key=lambda row: _urgency(reaches[row]))
    return {
        "detector": detector.id,
        "algorithm": told.algorithm,
        "model_version": told.model_version,
        "made_ms": int(window.timestamps[-1]) if window.point_count else 0,
        "series_total": told.series_total,
        "items": [_describe_series(window, outlook, row, reaches[row]) for row in order[:limit]],
        "next_cursor": None,
    }


def _keep_to_possible(outlook: Outlook, unit: str, limits: list[float]) -> Outlook:
    """Return the outlook in which no share, count or size becomes what it never was and can't be."""
    known = zip(outlook.least.tolist(), outlook.most.tolist(), strict=True)
    ends = np.array([possible_range(unit, least, most, limits) for least, most in known]).reshape(-1, 2)
    return outlook.kept_to(ends[:, 0], ends[:, 1])


def _urgency(reaches: list[Reach]) -> float:
    return reaches[0].at_ms if reaches else np.inf


def _describe_series(window: Frame, outlook: Outlook, row: int, reaches: list[Reach]) -> dict[str, Any]:
    known = window.values[row][np.isfinite(window.values[row])]
    return {
        "labels": dict(window.labels[row]),
        "value": float(known[-1]) if known.size else None,
        "timestamps_ms": outlook.timestamps.tolist(),
        "expected": _finite(outlook.expected[row]),
        "lower": _finite(outlook.lower[row]),
        "upper": _finite(outlook.upper[row]),
        "reaches": [reach.to_json() for reach in reaches],
    }


def _finite(values: Any) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]
