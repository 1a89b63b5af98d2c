"""Text checks: the job that reads a file of detectors that somebody is writing."""

from collections.abc import Callable, Sequence
from typing import Any

from barograph.config.documents import Mistake
from barograph.config.provisioning import SpecCheck, read_detector_text
from barograph.engine.desk import Progress
from barograph.storage import Job

__all__ = ["TextCheckHandler"]


class TextCheckHandler:
    """Says what is wrong in the ``yaml`` of a request; ``read_checks`` returns what detectors must fulfil."""

    def __init__(self, read_checks: Callable[[], Sequence[SpecCheck]]) -> None:
        self._read_checks = read_checks

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer with every mistake and with the detectors that the text makes."""
        found = read_detector_text(str(job.request["yaml"]), self._read_checks())
        return {
            "is_valid": found.is_valid,
            "mistakes": [_describe(mistake) for mistake in found.mistakes],
            "detectors": [spec.model_dump(mode="json") for spec in found.specs],
        }


def _describe(mistake: Mistake) -> dict[str, Any]:
    return {name: getattr(mistake, name) for name in ("line", "column", "where", "message")}
