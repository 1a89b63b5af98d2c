"""The desk: takes jobs that other processes asked for and lets handlers do them on threads."""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import structlog

from barograph.engine.job_news import JobNews
from barograph.errors import BarographError, InternalError
from barograph.storage.job_rows import SCHEDULE
from barograph.storage.jobs import Job, Jobs, JobState

__all__ = ["Desk", "JobHandler", "Progress"]

_log = structlog.get_logger(__name__)
_LEASE_MS = 60_000
_RENEW_SECONDS = 15.0


class Progress(Protocol):
    """How a handler says how far it is, and hears whether it should go on."""

    @property
    def cancelled(self) -> threading.Event:
        """Set when nobody wants the result any more."""
        ...

    def __call__(self, share: float) -> None:
        """Say which share of the work is done."""
        ...


class JobHandler(Protocol):
    """Does one kind of job; the answer is JSON, a failure a BarographError."""

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Do the job."""
        ...


class _JobProgress:
    """Writes progress into the job, at most twice a second, and renews its lease."""

    def __init__(self, jobs: Jobs, job: Job, clock: Callable[[], float], news: JobNews | None) -> None:
        self._jobs = jobs
        self.job = job
        self._clock = clock
        self._written = 0.0
        self._share = 0.0
        self._news = news
        self._told = -1.0
        self.cancelled = threading.Event()

    def __call__(self, share: float) -> None:
        self._share = share
        if time.monotonic() - self._written >= 0.5:
            self.renew()

    def renew(self) -> None:
        self._written = time.monotonic()
        now_ms = int(self._clock() * 1000)
        if not self._jobs.renew(self.job, self._share, now_ms, now_ms + _LEASE_MS):
            self.cancelled.set()
        elif self._news is not None and self._share != self._told:
            self._told = self._share
            self._news.tell(self.job, JobState.RUNNING, self._share, now_ms)

    def end(self) -> None:
        """Tell how the job ended, where it did: it may be cancelled, or another worker's by now."""
        if self._news is None:
            return
        job = self._jobs.get(self.job.tenant, self.job.id)
        if job.is_finished:
            self._news.tell(job, job.state, job.progress, int(self._clock() * 1000))


class Desk:
    """Takes at most ``threads`` jobs at a time: what people ask for comes before what the schedule does.

    ``kept_hands`` of them do only what people ask for, so that nobody waits behind the schedule.
    """

    def __init__(
        self,
        jobs: Jobs,
        handlers: Mapping[str, JobHandler],
        worker: str,
        threads: int,
        clock: Callable[[], float] = time.time,
        news: JobNews | None = None,
        kept_hands: int = 0,
    ) -> None:
        self._jobs = jobs
        self._news = news
        self._handlers = handlers
        self._worker = worker
        self._clock = clock
        self._threads = threads
        self._kept_hands = kept_hands
        self._is_stopped = False
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._running: dict[str, _JobProgress] = {}
        self._renewed = time.monotonic()

    def look(self) -> None:
        """Take what waits, as far as there are free hands, and renew the leases of what runs."""
        self._renew_leases()
        while len(self._running) < self._threads and (job := self._claim()) is not None:
            self._start(job)

    def take_on(self, handlers: Mapping[str, JobHandler]) -> None:
        """Do more kinds of jobs."""
        self._handlers = {**self._handlers, **handlers}

    def leave(self, kinds: Collection[str]) -> None:
        """Take no more jobs of these kinds; what runs goes on."""
        self._handlers = {kind: does for kind, does in self._handlers.items() if kind not in kinds}

    def stop(self) -> None:
        """Take no more, cut off what runs, and wait for it; what was cut off waits for another desk."""
        self._is_stopped = True
        for progress in list(self._running.values()):
            progress.cancelled.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _claim(self) -> Job | None:
        scheduled = sum(one.job.requested_by == SCHEDULE for one in list(self._running.values()))
        return self._jobs.claim(
            tuple(self._handlers),
            self._worker,
            self._now_ms(),
            _LEASE_MS,
            except_ids=tuple(self._running),
            only_asked=scheduled >= self._threads - self._kept_hands,
        )

    def _start(self, job: Job) -> None:
        progress = _JobProgress(self._jobs, job, self._clock, self._news)
        self._running[job.id] = progress
        self._pool.submit(self._do, job, self._handlers[job.kind], progress)

    def _do(self, job: Job, handler: JobHandler, progress: _JobProgress) -> None:
        try:
            self._settle(job, progress, self._try(job, handler, progress))
        except BarographError as unsaid:
            _log.error("the end of a job can't be noted", job=job.id, code=unsaid.code)
        finally:
            self._running.pop(job.id, None)

    def _try(self, job: Job, handler: JobHandler, progress: _JobProgress) -> dict[str, Any] | BarographError:
        try:
            return handler(job, progress)
        except BarographError as error:
            return error
        except Exception as error:
            _log.exception("a job broke", job=job.id, kind=job.kind)
            return InternalError(f"The job broke: {type(error).__name__}.")

    def _settle(self, job: Job, progress: _JobProgress, outcome: dict[str, Any] | BarographError) -> None:
        if not isinstance(outcome, BarographError):
            self._jobs.finish(job, outcome, self._now_ms())
        elif self._is_stopped and progress.cancelled.is_set():
            self._jobs.give_back(job, self._now_ms())
        else:
            self._jobs.fail(job, outcome, self._now_ms())
        progress.end()

    def _renew_leases(self) -> None:
        if time.monotonic() - self._renewed < _RENEW_SECONDS:
            return
        self._renewed = time.monotonic()
        for progress in list(self._running.values()):
            progress.renew()

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)
