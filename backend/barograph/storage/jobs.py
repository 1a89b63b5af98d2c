"""Jobs: work that one process asks of another, such as a tick now."""

import secrets
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, and_, delete, insert, or_, select, update

from barograph.errors import BarographError, NotFound
from barograph.storage.database import Database
from barograph.storage.tables import JobRow

__all__ = ["Job", "JobState", "Jobs"]


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked, by whom, and what came of it: ``result``, or ``error`` with code and message."""

    tenant: str
    id: str
    kind: str
    state: JobState
    requested_by: str
    created_ms: int
    updated_ms: int
    detector_id: str | None = None
    progress: float = 0.0
    request: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (JobState.DONE, JobState.FAILED)


class Jobs:
    """A queue in the database: a job is taken by one worker at a time, under a lease."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        tenant: str,
        kind: str,
        now_ms: int,
        *,
        detector_id: str | None = None,
        request: dict[str, Any] | None = None,
        requested_by: str = "",
    ) -> Job:
        """Queue a job."""
        job = Job(
            tenant=tenant,
            id=secrets.token_hex(12),
            kind=kind,
            state=JobState.QUEUED,
            requested_by=requested_by,
            created_ms=now_ms,
            updated_ms=now_ms,
            detector_id=detector_id,
            request=request or {},
        )
        with self._database.begin() as connection:
            connection.execute(insert(JobRow).values(**{name: getattr(job, name) for name in Job.__slots__}))
        return job

    def get(self, tenant: str, job_id: str) -> Job:
        """Return one job."""
        query = select(JobRow.__table__).where(JobRow.tenant == tenant, JobRow.id == job_id)
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise NotFound(f"There is no job {job_id!r}. Finished jobs are forgotten after a while.")
        return _to_job(row)

    def latest(self, tenant: str, limit: int, detector_id: str | None = None) -> tuple[Job, ...]:
        """Return the jobs that were asked for last, of one detector where it is given."""
        query = select(JobRow.__table__).where(JobRow.tenant == tenant)
        if detector_id is not None:
            query = query.where(JobRow.detector_id == detector_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(JobRow.created_ms.desc(), JobRow.id).limit(limit)).all()
        return tuple(_to_job(row) for row in rows)

    def claim(self, kind: str, worker: str, now_ms: int, lease_ms: int) -> Job | None:
        """Take the oldest job that waits, or whose worker fell silent; None where there is none."""
        waiting = _select_waiting(kind, now_ms)
        with self._database.read() as connection:
            if connection.execute(waiting).first() is None:
                return None
        with self._database.begin() as connection:
            row = connection.execute(waiting.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            job = replace(_to_job(row), state=JobState.RUNNING, updated_ms=now_ms)
            values = {"claimed_by": worker, "lease_until_ms": now_ms + lease_ms, "updated_ms": now_ms}
            connection.execute(update(JobRow).where(*_key(job)).values(state=job.state.value, **values))
        return job

    def renew(self, job: Job, progress: float, now_ms: int, lease_until_ms: int) -> bool:
        """Note how far a running job is and keep it; returns False where it is not wanted any more."""
        is_running = JobRow.state == JobState.RUNNING.value
        values = {"progress": progress, "lease_until_ms": lease_until_ms, "updated_ms": now_ms}
        with self._database.begin() as connection:
            statement = update(JobRow).where(*_key(job), is_running).values(**values)
            return connection.execute(statement).rowcount > 0

    def cancel(self, tenant: str, job_id: str, now_ms: int) -> Job:
        """Say that a job is not wanted any more; who does it stops soon."""
        job = self.get(tenant, job_id)
        if not job.is_finished:
            error = {
                "code": "cancelled",
                "message": "The job was cancelled.",
                "detail": {},
                "retryable": False,
            }
            self._update(job, {"state": JobState.FAILED.value, "error": error}, now_ms)
        return self.get(tenant, job_id)

    def finish(self, job: Job, result: dict[str, Any], now_ms: int) -> None:
        """Note what came of a job."""
        self._update(job, {"state": JobState.DONE.value, "result": result, "progress": 1.0}, now_ms)

    def fail(self, job: Job, error: BarographError, now_ms: int) -> None:
        """Note why a job failed."""
        body = {
            "code": error.code,
            "message": error.message,
            "detail": error.detail,
            "retryable": error.retryable,
        }
        self._update(job, {"state": JobState.FAILED.value, "error": body}, now_ms)

    def remove(self, job: Job) -> None:
        """Delete a job, finished or not; who does it hears at the next renewal that it is not wanted."""
        with self._database.begin() as connection:
            connection.execute(delete(JobRow).where(*_key(job)))

    def forget_before(self, updated_ms: int) -> int:
        """Delete finished jobs of long ago and return their number."""
        is_over = JobRow.state.in_((JobState.DONE.value, JobState.FAILED.value))
        with self._database.begin() as connection:
            statement = delete(JobRow).where(is_over, JobRow.updated_ms < updated_ms)
            return connection.execute(statement).rowcount

    def _update(self, job: Job, values: dict[str, Any], now_ms: int) -> None:
        is_open = JobRow.state.in_((JobState.QUEUED.value, JobState.RUNNING.value))
        with self._database.begin() as connection:
            connection.execute(update(JobRow).where(*_key(job), is_open).values(**values, updated_ms=now_ms))


def _select_waiting(kind: str, now_ms: int) -> Select[Any]:
    is_queued = JobRow.state == JobState.QUEUED.value
    is_lost = and_(JobRow.state == JobState.RUNNING.value, JobRow.lease_until_ms < now_ms)
    query = select(JobRow.__table__).where(JobRow.kind == kind, or_(is_queued, is_lost))
    return query.order_by(JobRow.created_ms).limit(1)


def _key(job: Job) -> tuple[Any, ...]:
    return JobRow.tenant == job.tenant, JobRow.id == job.id


def _to_job(row: Row[Any]) -> Job:
    values = {name: row._mapping[name] for name in Job.__slots__}
    return Job(**values | {"state": JobState(row.state)})
