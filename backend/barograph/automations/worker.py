"""The workers: do what approved runs say, in threads of their own, and write down each step before it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event, Lock, Thread
from typing import Any

import structlog

from barograph.automations.base import Act, Occasion
from barograph.automations.occurrence import BY_AUTOMATION, Occurrence
from barograph.config.automation import AutomationSpec
from barograph.errors import BarographError
from barograph.storage import AuditEntry, AutomationRun, RunState, Stores

__all__ = ["AutomationWorkers"]

_log = structlog.get_logger(__name__)
_PAUSE_SECONDS = 0.2
_LEASE_SLACK_MS = 120_000
_LONGEST_LEASE_MS = 7_200_000
_SHOWN = 4_000
_UNDER_WAY = "running"


class AutomationWorkers:
    """Takes one run of an automation at a time, so that a slow one holds up only itself."""

    def __init__(
        self,
        stores: Stores,
        acts: Mapping[str, Act],
        name: str,
        threads: int,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._stores = stores
        self._acts = acts
        self._name = name
        self._clock = clock
        self._stopping = Event()
        self._lock = Lock()
        self._busy: set[str] = set()
        self._threads = [
            Thread(target=self._work, name=f"automation-{number}", daemon=True) for number in range(threads)
        ]

    def start(self) -> None:
        """Settle what an engine before left behind, and begin."""
        self.settle()
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float) -> None:
        """Take no more and wait a little for what runs."""
        self._stopping.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))

    def settle(self) -> None:
        """Go on with runs that were cut off, or fail them, as each automation says."""
        for run in self._stores.automation_runs.cut_off(self._name, self._now_ms()):
            spec = AutomationSpec.model_validate(run.plan)
            if spec.after_crash == "retry":
                done = [one for one in run.actions if one["outcome"] != _UNDER_WAY]
                self._stores.automation_runs.requeue(replace(run, actions=done), self._now_ms())
            else:
                detail = "The engine ended in the middle, so nobody knows whether it was done."
                actions = [
                    one if one["outcome"] != _UNDER_WAY else {**one, "outcome": "unknown", "detail": detail}
                    for one in run.actions
                ]
                self._finish(replace(run, actions=actions, state=RunState.FAILED, reason="cut_off"))

    def run_one(self) -> bool:
        """Take a run that may act and do it; returns False where there is none."""
        with self._lock:
            run = self._stores.automation_runs.claim(
                self._name, sorted(self._busy), self._now_ms(), _LONGEST_LEASE_MS + _LEASE_SLACK_MS
            )
            if run is None:
                return False
            self._busy.add(run.automation)
        try:
            self._do(run)
        finally:
            with self._lock:
                self._busy.discard(run.automation)
        return True

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                has_worked = self.run_one()
            except Exception:
                _log.exception("a run of an automation broke")
                has_worked = False
            if not has_worked:
                self._stopping.wait(_PAUSE_SECONDS)

    def _do(self, run: AutomationRun) -> None:
        """Do the actions in order; after one that failed the rest is left out."""
        spec = AutomationSpec.model_validate(run.plan)
        until = time.monotonic() + spec.timeout.seconds
        for number in range(len(run.actions), len(spec.then)):
            action = spec.then[number]
            begun = [*run.actions, {"type": action.type, "outcome": _UNDER_WAY, "detail": ""}]
            self._stores.automation_runs.save(replace(run, actions=begun), self._now_ms())
            outcome, detail = self._try(action, self._occasion(run, number, until - time.monotonic()))
            done = {"type": action.type, "outcome": outcome, "detail": detail[:_SHOWN]}
            run = replace(run, actions=[*run.actions, done])
            if outcome != "done":
                self._finish(replace(run, state=RunState.FAILED))
                return
        self._finish(replace(run, state=RunState.DONE))

    def _try(self, action: Any, occasion: Occasion) -> tuple[str, str]:
        act = self._acts.get(action.type)
        if act is None:
            return "failed", f"This engine can't do {action.type}."
        if occasion.timeout_seconds <= 0:
            return "failed", "The time-out of the automation was over."
        try:
            return "done", act(action, occasion)
        except BarographError as error:
            return "failed", error.message
        except Exception as error:
            _log.exception("an action broke", automation=occasion.automation, action=action.type)
            return "failed", f"It broke: {type(error).__name__}. The log of the engine says more."

    def _occasion(self, run: AutomationRun, number: int, seconds: float) -> Occasion:
        return Occasion(
            automation=run.automation,
            run_id=run.id,
            key=f"{run.automation}:{run.id}:{number}",
            seen=Occurrence.from_json(run.occurrence),
            now_ms=self._now_ms(),
            timeout_seconds=seconds,
            decided_by=run.decided_by,
        )

    def _finish(self, run: AutomationRun) -> None:
        now_ms = self._now_ms()
        self._stores.automation_runs.save(run, now_ms)
        self._stores.audit.append(
            AuditEntry(
                tenant=run.tenant,
                at_ms=now_ms,
                actor=f"{BY_AUTOMATION}{run.automation}"[:200],
                action="automation run",
                object=f"automations/runs/{run.id}",
                detail={"state": run.state.value, "actions": run.actions, "decided_by": run.decided_by},
            )
        )

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)
