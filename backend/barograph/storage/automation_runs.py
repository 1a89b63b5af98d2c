"""Runs of automations: written before anything is done, and moved on step by step."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, select, update
from sqlalchemy.orm import aliased

from barograph.domain import Event
from barograph.errors import Conflict
from barograph.storage.automation_run_rows import AutomationRun, RunState, to_event, to_row, to_run
from barograph.storage.conditions import given
from barograph.storage.database import Database
from barograph.storage.event_readers import move_reader, reader_position
from barograph.storage.events import EventLog
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.single import read_one
from barograph.storage.tables import AutomationRunRow

__all__ = ["AutomationRuns"]

_READER = "automations"
_ORDERS: dict[str, tuple[Any, ...]] = {"id": (AutomationRunRow.id,)}


class AutomationRuns:
    """Keeps runs; every change of one is an event."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = EventLog(database)

    def position(self) -> int:
        """Return the last event that was looked at."""
        return reader_position(self._database, _READER)

    def record(
        self, runs: Sequence[AutomationRun], now_ms: int, read: tuple[int, int]
    ) -> tuple[Event, ...] | None:
        """Write new runs and move on in the log, all or nothing; None where somebody else was quicker."""
        with self._events.turn() as connection:
            if not move_reader(connection, _READER, *read):
                return None
            stored = [_insert(connection, run) for run in runs]
            return self._events.append_within(connection, [to_event(run, now_ms) for run in stored])

    def past(self, tenant: str, automation: str, since_ms: int) -> tuple[AutomationRun, ...]:
        """Return the runs about what happened since then, the oldest first."""
        query = _select(
            AutomationRunRow.tenant == tenant,
            AutomationRunRow.automation == automation,
            AutomationRunRow.at_ms >= since_ms,
        ).order_by(AutomationRunRow.at_ms, AutomationRunRow.id)
        with self._database.read() as connection:
            return tuple(to_run(row) for row in connection.execute(query))

    def seen(self, tenant: str, automation: str, subjects: Sequence[str]) -> frozenset[str]:
        """Return which of these subjects an automation looked at already."""
        query = select(AutomationRunRow.subject).where(
            AutomationRunRow.tenant == tenant,
            AutomationRunRow.automation == automation,
            AutomationRunRow.subject.in_(subjects),
        )
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def claim(self, worker: str, now_ms: int, lease_until_ms: int) -> AutomationRun | None:
        """Take the oldest run that may act, of an automation of which none is under way anywhere."""
        query = _select(_is_in(RunState.APPROVED), _is_idle())
        with self._database.read() as connection:
            row = connection.execute(query.order_by(AutomationRunRow.id).limit(1)).one_or_none()
        if row is None:
            return None
        changed = replace(to_run(row), state=RunState.RUNNING, worker=worker, lease_until_ms=lease_until_ms)
        return self._change(changed, now_ms, _is_in(RunState.APPROVED), _is_idle())

    def running(self) -> tuple[AutomationRun, ...]:
        """Return the runs that are under way, or seem to be."""
        with self._database.read() as connection:
            return tuple(to_run(row) for row in connection.execute(_select(_is_in(RunState.RUNNING))))

    def renew(self, worker: str, run_ids: Sequence[int], lease_until_ms: int) -> None:
        """Say that a worker is still at these runs."""
        if not run_ids:
            return
        theirs = (AutomationRunRow.id.in_(run_ids), AutomationRunRow.worker == worker)
        with self._database.begin() as connection:
            statement = update(AutomationRunRow).where(_is_in(RunState.RUNNING), *theirs)
            connection.execute(statement.values(lease_until_ms=lease_until_ms))

    def save(self, run: AutomationRun, now_ms: int) -> bool:
        """Write down how far its worker is with a run; False where the run is somebody else's by now."""
        own = (_is_in(RunState.RUNNING), AutomationRunRow.worker == run.worker)
        return self._change(run, now_ms, *own, keeps=("lease_until_ms",)) is not None

    def take_over(self, run: AutomationRun, becomes: AutomationRun, now_ms: int) -> AutomationRun | None:
        """Change a run that its worker left behind; None where it was renewed, ended or taken since."""
        unchanged = (
            AutomationRunRow.worker == run.worker,
            AutomationRunRow.lease_until_ms == run.lease_until_ms,
        )
        return self._change(becomes, now_ms, _is_in(RunState.RUNNING), *unchanged)

    def decide(self, run: AutomationRun, state: RunState, by: str, now_ms: int) -> AutomationRun:
        """Approve or refuse a run that waits; somebody else's decision is a conflict."""
        wanted = replace(run, state=state, decided_by=by[:200])
        decided = self._change(wanted, now_ms, _is_in(RunState.WAITING))
        if decided is None:
            raise Conflict("Somebody decided about this run in the meantime, or it ran out. Read it again.")
        return decided

    def expire(self, now_ms: int) -> int:
        """Refuse what nobody agreed to in time; returns how many."""
        is_late = (
            AutomationRunRow.state == RunState.WAITING.value,
            AutomationRunRow.expires_ms <= now_ms,
        )
        with self._database.read() as connection:
            late = [to_run(row) for row in connection.execute(_select(*is_late))]
        for run in late:
            refused = replace(run, state=RunState.REFUSED, reason="nobody_agreed_in_time")
            self._change(refused, now_ms, _is_in(RunState.WAITING))
        return len(late)

    def get(self, tenant: str, run_id: int) -> AutomationRun:
        """Return one run."""
        query = _select(AutomationRunRow.tenant == tenant, AutomationRunRow.id == run_id)
        missing = f"There is no run {run_id}. GET /api/v1/automations/runs lists them."
        with self._database.read() as connection:
            return read_one(connection, query, to_run, missing)

    def page(
        self,
        tenant: str,
        automation: str | None = None,
        state: RunState | None = None,
        request: PageRequest | None = None,
    ) -> Page[AutomationRun]:
        """Return a page of runs, the latest first."""
        chosen = given((AutomationRunRow.automation, automation), (AutomationRunRow.state, state))
        query = _select(AutomationRunRow.tenant == tenant, *chosen)
        order = Order.parse("-id", _ORDERS, default="-id")
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request or PageRequest(), to_run)

    def forget_before(self, updated_ms: int) -> int:
        """Delete old runs and return their number."""
        with self._database.begin() as connection:
            old = delete(AutomationRunRow).where(AutomationRunRow.updated_ms < updated_ms)
            return connection.execute(old).rowcount

    def _change(
        self, run: AutomationRun, now_ms: int, *expected: ColumnElement[bool], keeps: Sequence[str] = ()
    ) -> AutomationRun | None:
        """Write a run, with its event, over a row that is as expected; None where it is not any more."""
        changed = replace(run, updated_ms=now_ms)
        values = {name: value for name, value in to_row(changed).items() if name not in keeps}
        with self._events.turn() as connection:
            statement = update(AutomationRunRow).where(AutomationRunRow.id == run.id, *expected)
            if not connection.execute(statement.values(**values)).rowcount:
                return None
            self._events.append_within(connection, [to_event(changed, now_ms)])
        return changed


def _is_in(state: RunState) -> ColumnElement[bool]:
    return AutomationRunRow.state == state.value


def _is_idle() -> ColumnElement[bool]:
    """Hold for runs of automations of which none is under way."""
    other = aliased(AutomationRunRow)
    return ~exists().where(
        other.tenant == AutomationRunRow.tenant,
        other.automation == AutomationRunRow.automation,
        other.state == RunState.RUNNING.value,
    )


def _select(*conditions: ColumnElement[bool]) -> Any:
    return select(AutomationRunRow.__table__).where(*conditions)


def _insert(connection: Connection, run: AutomationRun) -> AutomationRun:
    statement = insert(AutomationRunRow).values(**to_row(run)).returning(AutomationRunRow.id)
    return replace(run, id=int(connection.execute(statement).scalar_one()))
