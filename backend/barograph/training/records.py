"""What is written down of a new version of a model: itself, its event and its line of the audit."""

from dataclasses import replace

import numpy as np

from barograph.algorithms.base import Model
from barograph.algorithms.codec import checksum_of
from barograph.domain import Event, EventType, Frame
from barograph.models import quality_at_training
from barograph.storage.audit import AuditEntry, AuditSubject, SubjectKind
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.models import ModelInfo
from barograph.training.growth import Past
from barograph.training.versions import signature_of

__all__ = ["audit_of", "candidate_of", "event_of", "trained_version"]


def candidate_of(
    detector: StoredDetector, model: Model, content: bytes, asked_by: str, reason: str, now_ms: int
) -> ModelInfo:
    """Return a version of which nothing is known but its model; it has no number yet."""
    return ModelInfo(
        tenant=detector.tenant,
        detector_id=detector.id,
        version=0,
        algorithm=model.algorithm,
        algorithm_version=model.algorithm_version,
        state="candidate",
        digest=checksum_of(content),
        size_bytes=len(content),
        series_count=len(model.labels),
        history_from_ms=0,
        history_to_ms=0,
        fit_seconds=0.0,
        trained_ms=now_ms,
        meta={
            "asked_by": asked_by,
            "reason": reason,
            "signature": signature_of(detector.spec),
            "quality": quality_at_training(model),
            "notes": model.meta.get("notes", ""),
        },
    )


def trained_version(
    candidate: ModelInfo, detector: StoredDetector, history: Frame, seconds: float
) -> ModelInfo:
    """Return a version that was fitted here, on this history, to be in force."""
    return replace(
        candidate,
        state="active",
        series_count=history.series_count,
        history_from_ms=int(history.timestamps[0]),
        history_to_ms=int(history.timestamps[-1]),
        fit_seconds=seconds,
        meta={
            **candidate.meta,
            "parameters": dict(detector.spec.algorithm.parameters),
            "points": int(np.isfinite(history.values).sum()),
            **Past.of(history).to_meta(),
        },
    )


def event_of(info: ModelInfo, **more: object) -> Event:
    """Return the event that tells of a version; the store adds its number."""
    payload = {
        "algorithm": info.algorithm,
        "series": info.series_count,
        "reason": info.meta["reason"],
        **more,
    }
    return Event(EventType.MODEL_TRAINED, info.tenant, info.trained_ms, payload, info.detector_id)


def audit_of(detector: StoredDetector, info: ModelInfo) -> AuditEntry:
    """Return who had a version trained, and why."""
    reason = info.meta["reason"]
    return AuditEntry(
        info.tenant,
        info.trained_ms,
        info.meta["asked_by"],
        "train model",
        f"detectors/{info.detector_id}/models/{info.version}",
        detail={"reason": reason, "digest": info.digest},
        subject=AuditSubject(SubjectKind.DETECTOR, detector.id, detector.title),
        sentence=f"Trained model version {info.version} ({reason}).",
    )
