"""The labels of what detectors see, for people who write a condition."""

from collections.abc import Iterable
from typing import Any

from barograph.engine.desk import Progress
from barograph.engine.score_board import ScoreBoard
from barograph.storage.detectors import Detectors
from barograph.storage.jobs import Job

__all__ = ["LabelsHandler"]

_MOST_VALUES = 1000


class LabelsHandler:
    """Lists what the series of the last ticks carry, and the detectors themselves; no source is asked."""

    def __init__(self, board: ScoreBoard, detectors: Detectors) -> None:
        self._board = board
        self._detectors = detectors

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Return each name with its values, of the detector of the job or of all of the tenant."""
        found: dict[str, set[str]] = {}
        for detector in self._detectors.enabled():
            if detector.tenant == job.tenant and job.detector_id in (None, detector.id):
                _add(found, detector.labels.items())
        for detector_id, standing in self._board.of_tenant(job.tenant):
            if job.detector_id in (None, detector_id):
                for labels in standing.frame.labels:
                    _add(found, labels.items())
        return {
            "items": [
                {"name": name, "values": sorted(values)[:_MOST_VALUES], "values_total": len(values)}
                for name, values in sorted(found.items())
            ]
        }


def _add(found: dict[str, set[str]], pairs: Iterable[tuple[str, str]]) -> None:
    for name, value in pairs:
        found.setdefault(name, set()).add(value)
