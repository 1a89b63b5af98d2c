"""Jobs: work that one process asks of another, such as a tick now."""

import secrets
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, or_, select, update

from barograph.errors import BarographError
from barograph.storage.conditions import given
from barograph.storage.database import Database
from barograph.storage.job_rows import CANCELLED, SCHEDULE, Job, JobState, to_job
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.single import read_one
from barograph.storage.tables import OPEN_TRAINING, JobRow
from barograph.storage.upsert import insert_or_change

__all__ = ["Job", "JobState", "Jobs"]

_ORDERS: dict[str, tuple[Any, ...]] = {"created": (JobRow.created_ms, JobRow.id)}


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
        """Queue a job; who asks for a training that waits or runs gets that one, people before others."""
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
        row = {name: getattr(job, name) for name in Job.__slots__}
        place = (("tenant", "detector_id"), OPEN_TRAINING)
        with self._database.begin() as connection:
            return to_job(insert_or_change(connection, JobRow, row, place, _asked_by_people))

    def get(self, tenant: str, job_id: str) -> Job:
        """Return one job."""
        query = select(JobRow.__table__).where(JobRow.tenant == tenant, JobRow.id == job_id)
        missing = f"There is no job {job_id!r}. Finished jobs are forgotten after a while."
        with self._database.read() as connection:
            return read_one(connection, query, to_job, missing)

    def page(self, tenant: str, request: PageRequest, detector_id: str | None = None) -> Page[Job]:
        """Return a page of jobs, the latest first unless the request says otherwise."""
        order = Order.parse(request.sort, _ORDERS, default="-created")
        query = select(JobRow.__table__).where(
            JobRow.tenant == tenant, *given((JobRow.detector_id, detector_id))
        )
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request, to_job)

    def latest(
        self, tenant: str, limit: int, detector_id: str | None = None, kind: str | None = None
    ) -> tuple[Job, ...]:
        """Return the jobs that were asked for last, of one detector and one kind where they are given."""
        wanted = given((JobRow.detector_id, detector_id), (JobRow.kind, kind))
        query = select(JobRow.__table__).where(JobRow.tenant == tenant, *wanted)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(JobRow.created_ms.desc(), JobRow.id).limit(limit)).all()
        return tuple(to_job(row) for row in rows)

    def open_trainings(self) -> dict[tuple[str, str], str]:
        """Return the trainings of all tenants that wait or run: ids by tenant and detector."""
        query = select(JobRow.tenant, JobRow.detector_id, JobRow.id).where(OPEN_TRAINING)
        with self._database.read() as connection:
            return {(row.tenant, row.detector_id): row.id for row in connection.execute(query)}

    def claim(
        self,
        kinds: Collection[str],
        worker: str,
        now_ms: int,
        lease_ms: int,
        *,
        except_ids: Collection[str] = (),
        only_asked: bool = False,
    ) -> Job | None:
        """Take a job that waits, or whose worker fell silent; None where there is none.

        What people asked for comes before what the schedule did, and alone where ``only_asked`` says so;
        then the oldest is first. The worker is at ``except_ids``, whatever became of their leases.
        """
        waiting = _select_waiting(kinds, now_ms).where(JobRow.id.not_in(except_ids))
        if only_asked:
            waiting = waiting.where(JobRow.requested_by != SCHEDULE)
        with self._database.read() as connection:
            if connection.execute(waiting).first() is None:
                return None
        with self._database.begin() as connection:
            row = connection.execute(waiting.with_for_update(skip_locked=True)).first()
            if row is None:
                return None
            job = replace(to_job(row), state=JobState.RUNNING, updated_ms=now_ms, claimed_by=worker)
            values = {"claimed_by": worker, "lease_until_ms": now_ms + lease_ms, "updated_ms": now_ms}
            connection.execute(update(JobRow).where(*_key(job)).values(state=job.state.value, **values))
        return job

    def renew(self, job: Job, progress: float, now_ms: int, lease_until_ms: int) -> bool:
        """Note how far a running job is and keep it; returns False where it is not wanted any more."""
        values = {"progress": progress, "lease_until_ms": lease_until_ms}
        return self._update(job, values, now_ms, JobRow.claimed_by == job.claimed_by)

    def cancel(self, tenant: str, job_id: str, now_ms: int) -> Job:
        """Say that a job is not wanted any more; who does it stops soon."""
        job = self.get(tenant, job_id)
        if not job.is_finished:
            error = {
                "code": CANCELLED,
                "message": "The job was cancelled.",
                "detail": {},
                "retryable": False,
            }
            self._update(job, {"state": JobState.FAILED.value, "error": error}, now_ms)
        return self.get(tenant, job_id)

    def finish(self, job: Job, result: dict[str, Any], now_ms: int) -> None:
        """Note what came of a job, unless another worker has it by now."""
        values = {"state": JobState.DONE.value, "result": result, "progress": 1.0}
        self._update(job, values, now_ms, JobRow.claimed_by == job.claimed_by)

    def fail(self, job: Job, error: BarographError, now_ms: int) -> None:
        """Note why a job failed, unless another worker has it by now."""
        body = {
            "code": error.code,
            "message": error.message,
            "detail": error.detail,
            "retryable": error.retryable,
        }
        values = {"state": JobState.FAILED.value, "error": body}
        self._update(job, values, now_ms, JobRow.claimed_by == job.claimed_by)

    def give_back(self, job: Job, now_ms: int) -> None:
        """Let a job wait again that its worker can't go on with."""
        values = {"state": JobState.QUEUED.value, "claimed_by": None, "progress": 0.0}
        self._update(job, values, now_ms, JobRow.claimed_by == job.claimed_by)

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

    def _update(
        self, job: Job, values: dict[str, Any], now_ms: int, *conditions: ColumnElement[bool]
    ) -> bool:
        is_open = JobRow.state.in_((JobState.QUEUED.value, JobState.RUNNING.value))
        statement = update(JobRow).where(*_key(job), is_open, *conditions)
        with self._database.begin() as connection:
            return connection.execute(statement.values(**values, updated_ms=now_ms)).rowcount > 0


def _asked_by_people(asked: Any) -> dict[str, Any]:
    """Return how asking again changes a training: one of the schedule that waits becomes a person's."""
    gives_way = and_(JobRow.state == JobState.QUEUED.value, JobRow.requested_by == SCHEDULE)
    names = ("requested_by", "request")
    return {name: case((gives_way, asked[name]), else_=getattr(JobRow, name)) for name in names}


def _select_waiting(kinds: Collection[str], now_ms: int) -> Select[Any]:
    is_queued = JobRow.state == JobState.QUEUED.value
    is_lost = and_(JobRow.state == JobState.RUNNING.value, JobRow.lease_until_ms < now_ms)
    query = select(JobRow.__table__).where(JobRow.kind.in_(kinds), or_(is_queued, is_lost))
    people_first = case((JobRow.requested_by == SCHEDULE, 1), else_=0)
    return query.order_by(people_first, JobRow.created_ms, JobRow.id).limit(1)


def _key(job: Job) -> tuple[Any, ...]:
    return JobRow.tenant == job.tenant, JobRow.id == job.id
