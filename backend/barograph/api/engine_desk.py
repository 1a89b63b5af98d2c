"""Asks the engine for work: a job in the database, a nudge, and a short wait for the answer."""

import time
from collections.abc import Callable

from barograph import errors
from barograph.api.services import Wish
from barograph.errors import BarographError, InternalError
from barograph.storage import Job, Jobs, JobState

__all__ = ["QueuedWork", "raise_failure_of"]

_FIRST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.2


class QueuedWork:
    """Puts the wish into the queue that engines take from. Nothing is computed in the web process.

    ``nudge`` tells engines that something waits; without it they see it when they next look.
    """

    def __init__(
        self,
        jobs: Jobs,
        nudge: Callable[[], None],
        patience_seconds: float = 2.0,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._jobs = jobs
        self._nudge = nudge
        self._patience_seconds = patience_seconds
        self._clock = clock
        self._pause = pause

    def ask(self, wish: Wish) -> Job:
        """Ask for work and return its job, finished where that was quick."""
        now_ms = int(self._clock() * 1000)
        tenant = wish.tenant
        job = self._jobs.add(
            tenant,
            wish.kind,
            now_ms,
            detector_id=wish.detector_id,
            request=wish.request,
            requested_by=wish.requested_by,
        )
        self._nudge()
        waited, pause = 0.0, _FIRST_PAUSE_SECONDS
        while not job.is_finished and waited < self._patience_seconds:
            self._pause(pause)
            waited, pause = waited + pause, min(2 * pause, _LONGEST_PAUSE_SECONDS)
            job = self._jobs.get(tenant, job.id)
        return job


def raise_failure_of(job: Job) -> None:
    """Raise the error that a job failed with, as the engine raised it."""
    if job.state is not JobState.FAILED:
        return
    known = (str(job.error.get("code", "")), bool(job.error.get("retryable")))
    detail = {**job.error.get("detail", {}), "job": job.id}
    raise _KINDS.get(known, InternalError)(str(job.error.get("message", "")) or None, detail=detail)


def _find_kinds() -> dict[tuple[str, bool], type[BarographError]]:
    """Where one code has several classes the last by name stands for all: for sources, the plain one."""
    kinds: list[type[BarographError]] = [getattr(errors, name) for name in errors.__all__]
    return {(kind.code, kind.retryable): kind for kind in kinds if not kind.__subclasses__()}


_KINDS = _find_kinds()
