"""Recovery: runs that were cut off in the middle go on or end, as their automation says."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import structlog

from barograph.automations.trail import note_run
from barograph.storage import AutomationRun, RunState, Stores

__all__ = ["LEASE_MS", "UNDER_WAY", "Recovery"]

_log = structlog.get_logger(__name__)
LEASE_MS = 30_000
"""How long a run stays with a worker that does not renew it."""
UNDER_WAY = "running"
"""Outcome of an action that has begun."""
_LOST = "The engine ended in the middle, so nobody knows whether it was done."


class Recovery:
    """Takes over runs whose lease nobody has moved for a whole lease.

    Only the clock of this process counts, and only what it saw itself: machines whose clocks differ, and
    an outage of the database during which nobody could renew, take no run away from who is at it.
    """

    def __init__(self, stores: Stores, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._stores = stores
        self._monotonic = monotonic
        self._seen: dict[tuple[int, str, int], float] = {}

    def look(self, now_ms: int) -> int:
        """Settle what is lapsed; returns how many runs that were."""
        try:
            running = self._stores.automation_runs.running()
        except Exception:
            self._seen.clear()
            raise
        return sum(self._settle(run, now_ms) for run in self._lapsed(running))

    def _lapsed(self, running: Sequence[AutomationRun]) -> list[AutomationRun]:
        now = self._monotonic()
        marks = {run.id: (run.id, run.worker, run.lease_until_ms) for run in running}
        self._seen = {mark: self._seen.get(mark, now) for mark in marks.values()}
        return [run for run in running if (now - self._seen[marks[run.id]]) * 1000 >= LEASE_MS]

    def _settle(self, run: AutomationRun, now_ms: int) -> bool:
        settled = _continued(run)
        if self._stores.automation_runs.take_over(run, settled, now_ms) is None:
            return False
        _log.warning("a run was cut off", automation=run.automation, run=run.id, becomes=settled.state.value)
        if settled.state is RunState.FAILED:
            note_run(self._stores, settled, now_ms)
        return True


def _continued(run: AutomationRun) -> AutomationRun:
    """Return a run that was cut off as it shall be now."""
    plan = run.read_plan()
    if plan.mistake is None and plan.spec.after_crash == "retry":
        done = [one for one in run.actions if one["outcome"] != UNDER_WAY]
        return replace(run, actions=done, state=RunState.APPROVED)
    actions = [
        {**one, "outcome": "unknown", "detail": _LOST} if one["outcome"] == UNDER_WAY else one
        for one in run.actions
    ]
    return replace(run, actions=actions, state=RunState.FAILED, reason="cut_off")
