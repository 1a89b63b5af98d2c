"""Text checks: the job that reads a file of detectors or automations that somebody is writing."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pydantic import BaseModel

from barograph.config.documents import Mistake
from barograph.config.kinds import AUTOMATIONS
from barograph.config.provisioning import SpecCheck, read_detector_text
from barograph.engine.desk import Progress
from barograph.storage import Job

__all__ = ["TextCheckHandler"]


class TextCheckHandler:
    """Says what is wrong in the ``yaml`` of a request; ``read_checks`` returns what detectors must fulfil."""

    def __init__(self, read_checks: Callable[[], Sequence[SpecCheck]]) -> None:
        self._read_checks = read_checks

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer with every mistake and with what the text makes: detectors, or the ``kind`` it names."""
        text = str(job.request["yaml"])
        if job.request.get("kind") == AUTOMATIONS.key:
            rules = AUTOMATIONS.read_written(text)
            return _verdict(AUTOMATIONS.key, rules.mistakes, rules.specs)
        found = read_detector_text(text, self._read_checks())
        return _verdict("detectors", found.mistakes, found.specs)


def _verdict(key: str, mistakes: Sequence[Mistake], specs: Iterable[BaseModel]) -> dict[str, Any]:
    return {
        "is_valid": not mistakes,
        "mistakes": [_describe(mistake) for mistake in mistakes],
        key: [spec.model_dump(mode="json") for spec in specs],
    }


def _describe(mistake: Mistake) -> dict[str, Any]:
    return {name: getattr(mistake, name) for name in ("line", "column", "where", "message")}
