"""The rounds of one carrier: a thread of its own, which ends with or without a last chance for what waits."""

import time
from collections.abc import Callable
from threading import Event, Thread

import structlog

from barograph.sinks.base import Carrier
from barograph.telemetry.trouble import Trouble

__all__ = ["Rounds"]

_log = structlog.get_logger(__name__)
_IDLE_SECONDS = 0.5


class Rounds:
    """Lets a carrier carry until told to stop; ``after`` are rounds of the same queue, which end first."""

    def __init__(self, carrier: Carrier, clock: Callable[[], float], after: "Rounds | None" = None) -> None:
        self.carrier = carrier
        self._clock = clock
        self._after = after
        self._ending = Event()
        self._is_dismissed = False
        self._trouble = Trouble(
            _log, "a courier fails; it tries again", "a courier goes on", sink=carrier.name
        )
        self._thread = Thread(target=self._run, name=f"sink-{carrier.name}", daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Carry what is there already, and no more."""
        self._ending.set()

    def dismiss(self) -> None:
        """Carry nothing more but what is on its way: what waits is for a successor."""
        self._is_dismissed = True
        self._ending.set()

    def wait(self, deadline: float) -> None:
        """Wait for the end, until a moment of the monotonic clock."""
        self._thread.join(max(0.0, deadline - time.monotonic()))

    @property
    def is_over(self) -> bool:
        """Whether nothing is on its way any more."""
        return not self._thread.is_alive()

    def _run(self) -> None:
        if self._after is not None:
            # Two that carry from one queue at a time would tell in another order.
            self._after._thread.join()
            self._after = None
        while not self._ending.is_set():
            while self._carry() and not self._ending.is_set():
                pass
            self._ending.wait(_IDLE_SECONDS)
        while not self._is_dismissed and self._carry():
            pass

    def _carry(self) -> bool:
        try:
            has_more = self.carrier.run_once(int(self._clock() * 1000))
        except Exception as error:
            self._trouble.note(error)
            return False
        self._trouble.end()
        return has_more
