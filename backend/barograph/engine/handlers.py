"""The jobs that the engine does for others: a tick now, a training, a series with its band."""

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from barograph.config.matchers import Matcher
from barograph.engine.bands import Bands, Choice
from barograph.engine.desk import Progress
from barograph.engine.tick import Ticker, TickReport
from barograph.storage.detectors import Detectors
from barograph.storage.jobs import Job
from barograph.training.trainer import Trainer, Training

__all__ = ["BandHandler", "DetectHandler", "TrainHandler", "describe_tick"]

_SHOWN_SERIES = 20


class DetectHandler:
    """Runs one tick now and says what it saw; ``hear`` is told of it as of every other."""

    def __init__(
        self,
        detectors: Detectors,
        ticker: Ticker,
        hear: Callable[[TickReport], None] = lambda _report: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._detectors = detectors
        self._ticker = ticker
        self._hear = hear
        self._clock = clock

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Tick the detector of the job."""
        detector = self._detectors.get(job.tenant, job.detector_id or "")
        report = self._ticker.tick(detector, int(self._clock() * 1000))
        self._hear(report)
        return describe_tick(report)


class TrainHandler:
    """Trains one detector; the agenda reads from the job how it went."""

    def __init__(
        self, detectors: Detectors, trainer: Trainer, clock: Callable[[], float] = time.time
    ) -> None:
        self._detectors = detectors
        self._trainer = trainer
        self._clock = clock

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Train the detector of the job."""
        detector = self._detectors.get(job.tenant, job.detector_id or "")
        training = Training(job.requested_by, str(job.request.get("reason", "asked")))
        now_ms = int(self._clock() * 1000)
        model = self._trainer.train(detector, training, now_ms, progress, progress.cancelled)
        return {"version": model.version, "series": model.series_count, "fit_seconds": model.fit_seconds}


class BandHandler:
    """Replays a range: value, expected, lower, upper and score of each point."""

    def __init__(self, detectors: Detectors, bands: Bands) -> None:
        self._detectors = detectors
        self._bands = bands

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer ``start_ms`` and ``end_ms``: the ``limit`` strangest of the series that meet ``match``."""
        detector = self._detectors.get(job.tenant, job.detector_id or "")
        request = job.request
        choice = Choice([Matcher.parse(one) for one in request["match"]], int(request["limit"]))
        band = self._bands.band(detector, int(request["start_ms"]), int(request["end_ms"]), choice)
        columns = {
            "value": band.frame.values,
            "expected": band.scores.expected,
            "lower": band.scores.lower,
            "upper": band.scores.upper,
            "score": band.scores.score,
            "alert": band.scores.signal,
        }
        return {
            "detector": detector.id,
            "model_version": band.model_version,
            "timestamps_ms": band.frame.timestamps.tolist(),
            "series_total": band.series_total,
            "series": [
                {
                    "labels": dict(band.frame.labels[row]),
                    **{name: _finite(array[row]) for name, array in columns.items()},
                }
                for row in range(band.frame.series_count)
            ],
        }


def describe_tick(report: TickReport) -> dict[str, Any]:
    """Return what a tick saw as JSON: the strangest series first."""
    if report.judgement is None:
        return {"evaluated_to_ms": report.evaluated_to_ms, "series": [], "changes": [], "is_new": False}
    frame, scores = report.judgement.frame, report.judgement.scores
    last = np.nan_to_num(scores.signal[:, -1], nan=-1.0) if frame.point_count else np.empty(0)
    rows = np.argsort(-last, kind="stable")[:_SHOWN_SERIES]
    return {
        "evaluated_to_ms": report.evaluated_to_ms,
        "is_new": True,
        "series_total": frame.series_count,
        "seconds": report.seconds,
        "series": [
            {
                "labels": dict(frame.labels[row]),
                "value": _finite(frame.values[row, -1:])[0],
                "expected": _finite(scores.expected[row, -1:])[0],
                "lower": _finite(scores.lower[row, -1:])[0],
                "upper": _finite(scores.upper[row, -1:])[0],
                "score": _finite(scores.score[row, -1:])[0],
            }
            for row in rows
        ],
        "changes": [
            {
                "kind": change.kind.value,
                "reason": change.reason,
                "fingerprint": change.anomaly.fingerprint,
                "sentence": change.anomaly.evidence.sentence,
            }
            for change in report.judgement.outcome.changes
        ],
    }


def _finite(values: Any) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]
