"""The templates of log lines that a detector's model holds, for people to look at."""

from typing import Any

from barograph.engine.base import Models
from barograph.engine.desk import Progress
from barograph.errors import ValidationFailed
from barograph.sources.logs.learnt import LearntTemplates
from barograph.sources.logs.mining import Template
from barograph.storage.detectors import Detectors
from barograph.storage.jobs import Job
from barograph.training.learning import learnt_by

__all__ = ["TemplatesHandler"]

_SHOWN = 200


class TemplatesHandler:
    """Lists the templates of the model in force, the most frequent first."""

    def __init__(self, detectors: Detectors, models: Models) -> None:
        self._detectors = detectors
        self._models = models

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer those whose text contains ``part``, at most ``limit`` of them after the first ``skip``."""
        detector = self._detectors.get(job.tenant, job.detector_id or "")
        if detector.spec.query.mode != "templates":
            raise ValidationFailed(
                f"{detector.id} has no log templates: the mode of its query is {detector.spec.query.mode}.",
                detail={"mode": detector.spec.query.mode},
            )
        versioned = self._models.current(detector)
        learnt = LearntTemplates.from_json(learnt_by(versioned.model))
        part = str(job.request.get("part", "")).lower()
        found = [each for each in learnt.catalogue.templates.values() if part in each.text.lower()]
        found.sort(key=lambda each: (-each.lines, each.text))
        skip, limit = int(job.request.get("skip", 0)), int(job.request.get("limit", _SHOWN))
        return {
            "detector": detector.id,
            "model_version": versioned.version,
            "total": len(found),
            "items": [_describe(each) for each in found[skip : skip + limit]],
            "next_cursor": str(skip + limit) if skip + limit < len(found) else None,
        }


def _describe(template: Template) -> dict[str, Any]:
    return {
        "id": template.id,
        "template": template.text,
        "count": template.lines,
        "first_ms": template.first_ms,
        "last_ms": template.last_ms,
        "examples": list(template.examples),
        "merges": [merge.reason for merge in template.merges],
    }
