"""Dry runs: the job that tries an automation on events of the past."""

import time
from collections.abc import Callable
from typing import Any

from barograph.automations.rehearsal import Rehearsed, rehearse
from barograph.config.automation import AutomationSpec
from barograph.engine.desk import Progress
from barograph.storage import Job, Stores

__all__ = ["DryRunHandler"]

_HOUR_MS = 3_600_000


class DryRunHandler:
    """Says what ``automation`` would have done in the past ``hours``, both from the request of the job."""

    def __init__(self, stores: Stores, clock: Callable[[], float] = time.time) -> None:
        self._stores = stores
        self._clock = clock

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Answer with the latest events that match, the oldest of them first, and with all in numbers."""

        def goes_on(share: float) -> bool:
            progress(min(1.0, share))
            return not progress.cancelled.is_set()

        spec = AutomationSpec.model_validate(job.request["automation"])
        since_ms = int(self._clock() * 1000) - int(job.request["hours"] * _HOUR_MS)
        review = rehearse(self._stores, job.tenant, spec, since_ms, goes_on)
        return {
            "items": [_describe(one, spec) for one in review.shown],
            "events": review.events,
            "matches": review.matches,
            "runs": review.runs,
            "since_ms": review.since_ms,
        }


def _describe(one: Rehearsed, spec: AutomationSpec) -> dict[str, Any]:
    return {
        "event_id": one.occurrence.event_id,
        "at_ms": one.occurrence.at_ms,
        "reason": one.reason.value,
        "actions": [action.type for action in spec.then] if one.reason.is_action else [],
        "event": one.occurrence.type.value,
        "detector_id": one.occurrence.detector_id,
        "sentence": one.occurrence.sentence,
    }
