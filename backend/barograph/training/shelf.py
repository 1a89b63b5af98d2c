"""The versions of a detector's model: one is put in force, another taken in from a file."""

from dataclasses import dataclass

from barograph.algorithms.base import Model
from barograph.algorithms.codec import decode_model
from barograph.errors import Conflict, ModelUnavailable, ValidationFailed
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.models import ModelInfo, Models
from barograph.training.records import candidate_of, event_of
from barograph.training.versions import signature_of

__all__ = ["ModelShelf"]


@dataclass(frozen=True, slots=True)
class ModelShelf:
    """Changes which version is in force; versions themselves never change."""

    models: Models

    def promote(self, detector: StoredDetector, version: int, now_ms: int, by: str = "") -> ModelInfo:
        """Put a version in force; refuses one that was fitted for another query or algorithm."""
        wanted = self.models.get(detector.tenant, detector.id, version)
        if wanted.meta.get("signature") != signature_of(detector.spec):
            raise Conflict(
                f"Version {version} of {detector.id} was fitted for another query or algorithm than the "
                "detector has now. Change the detector back first, or train it."
            )
        self.models.activate(detector.tenant, detector.id, version, now_ms, by)
        return self.models.get(detector.tenant, detector.id, version)

    def roll_back(self, detector: StoredDetector, now_ms: int, by: str = "") -> ModelInfo:
        """Put the newest version before the active one in force that fits the detector."""
        active = self.models.active(detector.tenant, detector.id)
        signature = signature_of(detector.spec)
        for model in self.models.versions(detector.tenant, detector.id):
            is_older = active is not None and model.version < active.version
            if is_older and model.state == "retired" and model.meta.get("signature") == signature:
                return self.promote(detector, model.version, now_ms, by)
        raise Conflict(f"{detector.id} has no version before the active one that fits it. Train it instead.")

    def take_in(self, detector: StoredDetector, content: bytes, asked_by: str, now_ms: int) -> ModelInfo:
        """Keep the bytes of an exported model as a candidate; it judges nothing until it is promoted."""
        model = _decode(detector, content)
        info = candidate_of(detector, model, content, asked_by, "imported", now_ms)
        return self.models.add(info, content, event_of(info))[0]


def _decode(detector: StoredDetector, content: bytes) -> Model:
    try:
        model = decode_model(content)
    except ModelUnavailable as error:
        raise ValidationFailed(error.message) from error
    wanted = detector.spec.algorithm.name
    if model.algorithm != wanted:
        raise ValidationFailed(
            f"The file holds a model of `{model.algorithm}`; {detector.id} uses `{wanted}`."
        )
    return model
