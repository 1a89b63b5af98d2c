"""The job after feedback: what could the detector learn from it, and what would that have meant?"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from barograph.config.detector import DetectorSpec
from barograph.config.patching import edits_to_json, put_on
from barograph.domain import Event
from barograph.engine.base import Models
from barograph.engine.desk import Progress
from barograph.engine.effects import describe_effect
from barograph.engine.rehearsal import Performance, Rehearsal
from barograph.errors import BarographError, ModelUnavailable, NotEnoughData
from barograph.policy import DEFAULT_THRESHOLD, Plan
from barograph.policy.proposals import Judged, Suggestion, suggest
from barograph.storage import Proposal, StoredDetector, Stores
from barograph.storage.jobs import Job
from barograph.training.budgeting import threshold_of

__all__ = ["ProposeHandler"]

_REMEMBERED_MS = 56 * 86_400_000
_LONGEST_MS = 28 * 86_400_000
_USUAL_MS = 7 * 86_400_000
_USUAL_POINTS = 20_160
_MOST_POINTS = 40_320
_MARGIN_MS = 3_600_000
_ATTEMPTS = 4


@dataclass(frozen=True, slots=True)
class _Halved:
    """Progress of a half of the work."""

    whole: Progress
    start: float

    def __call__(self, share: float) -> None:
        self.whole(self.start + share / 2)


class ProposeHandler:
    """Proposes one change and shows by a replay of the detector before and after what it would have meant."""

    def __init__(
        self,
        stores: Stores,
        models: Models,
        rehearsal: Rehearsal,
        publish: Callable[[Sequence[Event]], None],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._stores = stores
        self._models = models
        self._rehearsal = rehearsal
        self._publish = publish
        self._clock = clock

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Look at what was said about the anomaly ``fingerprint`` of the request."""
        detector = self._stores.detectors.get(job.tenant, job.detector_id or "")
        now_ms = int(self._clock() * 1000)
        judged = self._read_judged(detector, now_ms)
        latest = next((one for one in judged if one.anomaly.fingerprint == job.request["fingerprint"]), None)
        if latest is None:
            return {"proposal": None}
        suggestion = suggest(detector.spec, self._threshold_of(detector), latest, judged)
        if suggestion is None:
            return {"proposal": None}
        proposal = self._stores.proposals.add(_propose(detector, latest, suggestion, now_ms))
        if proposal is None:
            return {"proposal": None}
        effect = self._find_effect(detector, suggestion, judged, now_ms, progress)
        self._publish(self._stores.proposals.publish(proposal, effect, int(self._clock() * 1000)))
        return {"proposal": proposal.id}

    def _read_judged(self, detector: StoredDetector, now_ms: int) -> list[Judged]:
        words = self._stores.feedback.last_words(detector.tenant, detector.id, now_ms - _REMEMBERED_MS)
        anomalies = self._stores.anomalies.named(detector.tenant, list(words))
        judged = [
            Judged(one, words[one.fingerprint].verdict, words[one.fingerprint].reason) for one in anomalies
        ]
        return sorted(judged, key=lambda one: (one.anomaly.started_ms, one.anomaly.fingerprint))

    def _threshold_of(self, detector: StoredDetector) -> float:
        try:
            learnt = threshold_of(self._models.current(detector).model)
        except ModelUnavailable:
            learnt = DEFAULT_THRESHOLD
        return Plan.of(detector.spec, default_threshold=learnt).threshold

    def _find_effect(
        self,
        detector: StoredDetector,
        suggestion: Suggestion,
        judged: Sequence[Judged],
        now_ms: int,
        progress: Progress,
    ) -> dict[str, Any]:
        """Rehearse before and after; a source that is away leaves the proposal without figures."""
        start_ms = _find_start(detector.spec, judged, now_ms)
        try:
            old = self._rehearse(detector, detector.spec, start_ms, now_ms, _Halved(progress, 0.0), progress)
            changed = put_on(detector.spec, suggestion.edits)
            new = self._rehearse(
                detector, changed, old.start_ms, old.end_ms, _Halved(progress, 0.5), progress
            )
        except BarographError as error:
            return {"error": error.message}
        incidents = self._stores.incidents.between(detector.tenant, old.start_ms, old.end_ms)
        fingerprints = [name for incident in incidents for name in incident.members]
        members = self._stores.anomalies.named(detector.tenant, fingerprints)
        return describe_effect(old, new, judged, incidents, {one.fingerprint: one for one in members})

    def _rehearse(
        self,
        detector: StoredDetector,
        spec: DetectorSpec,
        start_ms: int,
        end_ms: int,
        tell: Callable[[float], None],
        progress: Progress,
    ) -> Performance:
        """Rehearse the range, or as much of its end as there is history for."""
        for _ in range(_ATTEMPTS):
            try:
                return self._rehearsal.run(spec, start_ms, end_ms, tell, progress.cancelled, detector.tenant)
            except NotEnoughData:
                start_ms = (start_ms + end_ms) // 2
        return self._rehearsal.run(spec, start_ms, end_ms, tell, progress.cancelled, detector.tenant)


def _propose(detector: StoredDetector, latest: Judged, suggestion: Suggestion, now_ms: int) -> Proposal:
    return Proposal(
        tenant=detector.tenant,
        detector_id=detector.id,
        fingerprint=latest.anomaly.fingerprint,
        kind=suggestion.kind,
        sentence=suggestion.sentence,
        change=edits_to_json(suggestion.edits),
        created_ms=now_ms,
        updated_ms=now_ms,
    )


def _find_start(spec: DetectorSpec, judged: Sequence[Judged], now_ms: int) -> int:
    """Return where a replay begins: so that it holds what people spoke about, within reason."""
    first_ms = min(one.anomaly.started_ms for one in judged) - _MARGIN_MS
    step_ms = spec.query.step.milliseconds
    usual_ms = min(_USUAL_MS, _USUAL_POINTS * step_ms)
    longest_ms = min(_LONGEST_MS, _MOST_POINTS * step_ms)
    return max(min(first_ms, now_ms - usual_ms), now_ms - longest_ms)
