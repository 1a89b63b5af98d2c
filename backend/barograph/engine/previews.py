"""Previews: the job that rehearses a detector which is not saved yet."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from barograph.config.detector import DetectorSpec
from barograph.config.mistake_words import say_first_mistake
from barograph.domain import Anomaly
from barograph.engine.desk import Progress
from barograph.engine.quality import KnownIncident, measure_quality
from barograph.engine.rehearsal import Performance, Rehearsal
from barograph.engine.tracing import Trace, describe_steps, trace_nothing
from barograph.errors import ValidationFailed
from barograph.storage.jobs import Job

__all__ = ["PreviewHandler", "describe_episode", "describe_performance"]

_MOST_EPISODES = 500
_TRACED_POINTS = 120
_MOST_EXPLAINED = 50


class PreviewHandler:
    """Rehearses ``detector`` from ``start_ms`` to ``end_ms``, both from the request of the job."""

    def __init__(self, rehearsal: Rehearsal, trace: Trace = trace_nothing) -> None:
        self._rehearsal = rehearsal
        self._trace = trace

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer with episodes and figures; nothing is stored and nobody is told."""
        try:
            spec = DetectorSpec.model_validate(job.request["detector"])
        except ValidationError as error:
            raise ValidationFailed(f"The detector is not valid: {say_first_mistake(error)}") from error
        start_ms, end_ms = int(job.request["start_ms"]), int(job.request["end_ms"])
        performance = self._rehearsal.run(spec, start_ms, end_ms, progress, progress.cancelled, job.tenant)
        query, end_ms = spec.query, performance.end_ms
        steps = self._trace(job.tenant, query, end_ms, _TRACED_POINTS) if query.mode == "metric" else ()
        known = [KnownIncident(**one) for one in job.request.get("known", ())]
        return {**describe_performance(performance, known), "transform": describe_steps(steps)}


def describe_performance(performance: Performance, known: Sequence[KnownIncident] = ()) -> dict[str, Any]:
    """Return a rehearsal as JSON, compared with what is known, the latest episodes first."""
    replay = performance.replay
    range_ms = (performance.start_ms, performance.end_ms)
    quality = measure_quality(performance.episodes, replay.opened_ms, range_ms, known)
    latest = list(reversed(performance.episodes))[:_MOST_EPISODES]
    return {
        "detector": performance.spec.name,
        "start_ms": performance.start_ms,
        "end_ms": performance.end_ms,
        "series_total": performance.series_count,
        "trainings": performance.trainings,
        "quality": quality.to_json(),
        "reasons": dict(performance.reasons),
        "episodes_total": len(performance.episodes),
        "episodes": [
            describe_episode(episode)
            | {"explanation": replay.explain(episode) if place < _MOST_EXPLAINED else {}}
            for place, episode in enumerate(latest)
        ],
    }


def describe_episode(episode: Anomaly) -> dict[str, Any]:
    """Return one episode as JSON."""
    return {
        "fingerprint": episode.fingerprint,
        "labels": dict(episode.labels),
        "state": episode.state.value,
        "severity": episode.severity.value,
        "direction": episode.direction.value,
        "started_ms": episode.started_ms,
        "ended_ms": episode.ended_ms,
        "peak_score": episode.peak_score,
        "sentence": episode.evidence.sentence,
    }
