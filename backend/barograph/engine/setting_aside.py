"""Detectors whose stored specification is not valid in this version: they are set aside and say so."""

from barograph.domain import DetectorHealth, DetectorState
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.detectors import Detectors

__all__ = ["detectors_to_run"]


def detectors_to_run(detectors: Detectors, now_ms: int) -> tuple[StoredDetector, ...]:
    """Return the detectors that should run and can; each of the others is failing, with the reason."""
    found = detectors.enabled()
    for one in found:
        if one.mistake is not None:
            sentence, code = one.mistake.message, one.mistake.code
            health = DetectorHealth(DetectorState.FAILING, sentence, now_ms, code)
            detectors.set_health(one.tenant, one.id, health)
    return tuple(one for one in found if one.mistake is None)
