"""The desk: takes jobs that other processes asked for and lets handlers do them on threads."""

import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

import structlog

from barograph.engine.job_news import JobNews
from barograph.errors import BarographError, InternalError
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
        self._job = job
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
        if not self._jobs.renew(self._job, self._share, now_ms, now_ms + _LEASE_MS):
            self.cancelled.set()
        elif self._news is not None and self._share != self._told:
            self._told = self._share
            self._news.tell(self._job, JobState.RUNNING, self._share, now_ms)

    def end(self, state: JobState) -> None:
        """Tell how the job ended."""
        if self._news is not None:
            share = 1.0 if state is JobState.DONE else self._share
            self._news.tell(self._job, state, share, int(self._clock() * 1000))


class Desk:
    """Takes at most ``threads`` jobs at a time; who asks first is served first, kind by kind."""

    def __init__(
        self,
        jobs: Jobs,
        handlers: Mapping[str, JobHandler],
        worker: str,
        threads: int,
        clock: Callable[[], float] = time.time,
        news: JobNews | None = None,
    ) -> None:
        self._jobs = jobs
        self._news = news
        self._handlers = handlers
        self._worker = worker
        self._clock = clock
        self._free = threading.Semaphore(threads)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="desk")
        self._running: dict[str, _JobProgress] = {}
        self._renewed = time.monotonic()

    def look(self) -> None:
        """Take what waits, as far as there are free hands, and renew the leases of what runs."""
        self._renew_leases()
        for kind in self._handlers:
            while self._free.acquire(blocking=False):
                job = self._jobs.claim(kind, self._worker, self._now_ms(), _LEASE_MS)
                if job is None:
                    self._free.release()
                    break
                self._start(job)

    def stop(self) -> None:
        """Take no more, cancel what runs, and wait for it."""
        for progress in list(self._running.values()):
            progress.cancelled.set()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, job: Job) -> None:
        progress = _JobProgress(self._jobs, job, self._clock, self._news)
        self._running[job.id] = progress
        self._pool.submit(self._do, job, progress)

    def _do(self, job: Job, progress: _JobProgress) -> None:
        try:
            result = self._handlers[job.kind](job, progress)
        except BarographError as error:
            self._fail(job, error, progress)
        except Exception as error:
            _log.exception("a job broke", job=job.id, kind=job.kind)
            self._fail(job, InternalError(f"The job broke: {type(error).__name__}."), progress)
        else:
            self._jobs.finish(job, result, self._now_ms())
            progress.end(JobState.DONE)
        finally:
            self._running.pop(job.id, None)
            self._free.release()

    def _fail(self, job: Job, error: BarographError, progress: _JobProgress) -> None:
        try:
            self._jobs.fail(job, error, self._now_ms())
            progress.end(JobState.FAILED)
        except BarographError as unsaid:
            _log.error("the failure of a job can't be noted", job=job.id, code=unsaid.code)

    def _renew_leases(self) -> None:
        if time.monotonic() - self._renewed < _RENEW_SECONDS:
            return
        self._renewed = time.monotonic()
        for progress in list(self._running.values()):
            progress.renew()

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)
