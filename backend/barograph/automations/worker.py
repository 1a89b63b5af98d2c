"""The workers: do what approved runs say, in threads of their own, and write down each step before it."""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Event, Lock, Thread
from typing import Any

import structlog

from barograph.automations.base import Act, Occasion
from barograph.automations.occurrence import Occurrence
from barograph.automations.recovery import LEASE_MS, UNDER_WAY, Recovery
from barograph.automations.trail import note_run
from barograph.errors import BarographError
from barograph.storage import AutomationRun, RunState, Stores
from barograph.telemetry.trouble import Trouble

__all__ = ["AutomationWorkers"]

_log = structlog.get_logger(__name__)
_PAUSE_SECONDS = 0.2
_REST_SECONDS = 1.0
_KEEP_SECONDS = LEASE_MS / 1000 / 6
_SHOWN = 4_000


class AutomationWorkers:
    """Takes one run of an automation at a time, so that a slow one holds up only itself.

    ``name`` is that of this process and of no other, before or beside it: a run belongs to who took it for
    as long as the lease is renewed.
    """

    def __init__(
        self,
        stores: Stores,
        acts: Mapping[str, Act],
        name: str,
        threads: int,
        clock: Callable[[], float] = time.time,
        recovery: Recovery | None = None,
    ) -> None:
        self._stores = stores
        self._acts = acts
        self._name = name
        self._clock = clock
        self._recovery = recovery or Recovery(stores)
        self._stopping = Event()
        self._stopped = Event()
        self._lock = Lock()
        self._held: set[int] = set()
        self._threads = [
            Thread(target=self._work, name=f"automation-{number}", daemon=True) for number in range(threads)
        ]
        self._keeper = Thread(target=self._keep, name="automation-keeper", daemon=True)

    def start(self) -> None:
        """Begin to act, and to look after what is under way here and elsewhere."""
        for thread in (*self._threads, self._keeper):
            thread.start()

    def stop(self, seconds: float) -> None:
        """Take no more and wait a little for what runs."""
        self._stopping.set()
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        self._stopped.set()

    def keep(self) -> None:
        """Renew what is under way here, and settle what others left behind."""
        now_ms = self._now_ms()
        with self._lock:
            held = sorted(self._held)
        self._stores.automation_runs.renew(self._name, held, now_ms + LEASE_MS)
        self._recovery.look(now_ms)

    def run_one(self) -> bool:
        """Take a run that may act and do it; returns False where there is none."""
        with self._lock:
            now_ms = self._now_ms()
            run = self._stores.automation_runs.claim(self._name, now_ms, now_ms + LEASE_MS)
            if run is None:
                return False
            self._held.add(run.id)
        try:
            self._do(run)
        finally:
            with self._lock:
                self._held.discard(run.id)
        return True

    def _work(self) -> None:
        trouble = Trouble(_log, "runs of automations can't be done", "runs of automations are done again")
        while not self._stopping.is_set():
            try:
                pause_seconds = 0.0 if self.run_one() else _PAUSE_SECONDS
                trouble.end()
            except Exception as error:
                trouble.note(error)
                pause_seconds = _REST_SECONDS
            self._stopping.wait(pause_seconds)

    def _keep(self) -> None:
        """Go on after a failure: as long as the process lives, its runs must not be taken for dead."""
        trouble = Trouble(
            _log, "runs of automations can't be looked after", "runs of automations are looked after again"
        )
        while not self._stopped.wait(_KEEP_SECONDS):
            try:
                self.keep()
                trouble.end()
            except Exception as error:
                trouble.note(error)

    def _do(self, run: AutomationRun) -> None:
        """Do the actions in order; after one that failed the rest is left out."""
        plan = run.read_plan()
        if plan.mistake is not None:
            _log.error("a run can't be done", run=run.id, reason=plan.mistake.message)
            self._finish(replace(run, state=RunState.FAILED, reason="not_valid"))
            return
        spec = plan.spec
        until = time.monotonic() + spec.timeout.seconds
        for number in range(len(run.actions), len(spec.then)):
            action = spec.then[number]
            begun = [*run.actions, {"type": action.type, "outcome": UNDER_WAY, "detail": ""}]
            if not self._is_ours(replace(run, actions=begun)):
                return
            outcome, detail = self._try(action, self._occasion(run, number, until - time.monotonic()))
            done = {"type": action.type, "outcome": outcome, "detail": detail[:_SHOWN]}
            run = replace(run, actions=[*run.actions, done])
            if outcome != "done":
                self._finish(replace(run, state=RunState.FAILED))
                return
        self._finish(replace(run, state=RunState.DONE))

    def _is_ours(self, run: AutomationRun) -> bool:
        """Write how far a run is; where somebody took it over, nothing more is done here."""
        if self._stores.automation_runs.save(run, self._now_ms()):
            return True
        _log.warning("a run was taken over by somebody else", automation=run.automation, run=run.id)
        return False

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
        if self._is_ours(run):
            note_run(self._stores, run, self._now_ms())

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)
