"""The model in force for a detector, read from the store and kept decoded."""

import hashlib
from dataclasses import dataclass
from threading import Lock

import orjson

from barograph.algorithms.base import Model
from barograph.algorithms.codec import decode_model
from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.domain import Frame
from barograph.errors import ModelUnavailable
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.models import Models

__all__ = ["ModelVersions", "VersionedModel", "signature_of"]


@dataclass(frozen=True, slots=True, eq=False)
class VersionedModel:
    """A model and its version; version 0 belongs to algorithms that learn nothing."""

    model: Model
    version: int


def signature_of(spec: DetectorSpec) -> str:
    """Name what a model depends on: another query, step or algorithm needs another model."""
    query, algorithm = spec.query, spec.algorithm
    identity = [query.model_dump(mode="json"), algorithm.name, algorithm.parameters]
    return hashlib.blake2b(orjson.dumps(identity, option=orjson.OPT_SORT_KEYS), digest_size=12).hexdigest()


class ModelVersions:
    """Gives models to ticks. Models never change, so one that was decoded once is kept."""

    def __init__(self, models: Models, registry: Registry) -> None:
        self._models = models
        self._registry = registry
        self._lock = Lock()
        self._kept: dict[tuple[str, str], VersionedModel] = {}

    def current(self, detector: StoredDetector) -> VersionedModel:
        """Return the active model; an algorithm that learns nothing has one at once."""
        algorithm = detector.spec.algorithm
        if self._registry.create(algorithm.name, algorithm.parameters).history_points == 0:
            return VersionedModel(self._fit_without_history(detector), 0)
        info = self._models.active(detector.tenant, detector.id)
        if info is None or info.meta.get("signature") != signature_of(detector.spec):
            raise ModelUnavailable(
                f"{detector.id} has no model for its query and algorithm yet; a training is on the way."
            )
        key = (detector.tenant, detector.id)
        with self._lock:
            kept = self._kept.get(key)
        if kept is None or kept.version != info.version:
            content = self._models.content(detector.tenant, detector.id, info.version)
            kept = VersionedModel(decode_model(content), info.version)
            with self._lock:
                self._kept[key] = kept
        return kept

    def _fit_without_history(self, detector: StoredDetector) -> Model:
        algorithm = detector.spec.algorithm
        return self._registry.create(algorithm.name, algorithm.parameters).fit(Frame.empty())
