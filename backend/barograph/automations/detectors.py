"""Actions upon detectors: start, stop, train, and the model before."""

from collections.abc import Callable

from barograph.automations.base import Occasion
from barograph.config.automation import DetectorAction
from barograph.errors import ValidationFailed
from barograph.storage import Author, StoredDetector, Stores

__all__ = ["DetectorAct"]


class DetectorAct:
    """Does to the detector of the event, or to another, what people could do in the API."""

    def __init__(self, stores: Stores, roll_back: Callable[[StoredDetector, int, str], int]) -> None:
        self._stores = stores
        self._roll_back = roll_back

    def __call__(self, action: DetectorAction, occasion: Occasion) -> str:
        """Do it; training only begins, and its job tells the rest."""
        name = action.detector or occasion.seen.detector_id
        if name is None:
            raise ValidationFailed("The event is about no detector. Name one in the action.")
        detector = self._stores.detectors.get(occasion.seen.tenant, name)
        if action.type == "retrain":
            return self._train(detector, occasion)
        if action.type == "roll_back":
            version = self._roll_back(detector, occasion.now_ms, occasion.author)
            return f"{name} judges by version {version} again."
        return self._set_enabled(detector, action.type == "start_detector", occasion)

    def _train(self, detector: StoredDetector, occasion: Occasion) -> str:
        job = self._stores.jobs.add(
            detector.tenant,
            "train",
            occasion.now_ms,
            detector_id=detector.id,
            request={"reason": "automation"},
            requested_by=occasion.author,
        )
        return f"{detector.id} is trained by job {job.id}."

    def _set_enabled(self, detector: StoredDetector, is_enabled: bool, occasion: Occasion) -> str:
        author = Author(occasion.author, f"Run {occasion.run_id}: {occasion.seen.sentence}"[:1000])
        self._stores.detectors.set_enabled(detector.tenant, detector.id, is_enabled, occasion.now_ms, author)
        return f"{detector.id} {'runs' if is_enabled else 'rests'}."
