"""The dispatcher: each sink has a courier for its messages in the outbox; none waits for another."""

import time
from collections.abc import Callable, Sequence
from threading import Event, Thread

import structlog

from barograph.errors import BarographError
from barograph.sinks.base import Carrier, Outcome, Sink, Verdict
from barograph.sinks.queue_state import QueueState
from barograph.storage.outbox import Outbox, OutboxItem

__all__ = ["Courier", "Dispatcher"]

_log = structlog.get_logger(__name__)
_LEASE_MARGIN_MS = 60_000
_IDLE_SECONDS = 0.5


class Courier:
    """Carries the messages of one sink; after a failure the whole sink rests, so that order is kept."""

    def __init__(self, sink: Sink, outbox: Outbox) -> None:
        self._sink = sink
        self._outbox = outbox
        self._state = QueueState(sink.name)
        self.name = sink.name

    def run_once(self, now_ms: int) -> bool:
        """Carry one batch where something is due; tells whether there may be more."""
        dropped = self._outbox.drop_oldest(self._sink.name, self._sink.queue_limit)
        self._state.count("dropped", dropped)
        if now_ms < self._state.rests_until_ms:
            return False
        messages = self._outbox.claim(self._sink.name, now_ms, _LEASE_MARGIN_MS, self._sink.batch_size)
        if messages:
            verdicts = self._sink.deliver(messages, now_ms)
            self._settle(messages, verdicts, now_ms)
        is_resting = now_ms < self._state.rests_until_ms
        # A stream of messages that never ends must not keep open alerts from being sent again.
        if not is_resting and (again := self._sink.refresh(now_ms)) is not None:
            self._state.learn([again], now_ms)
        return bool(messages) and not is_resting

    def to_json(self) -> dict[str, object]:
        """Return the state and the counts since the start, for health and metrics."""
        return self._state.to_json(self._outbox.pending_count(self._sink.name))

    def _settle(self, messages: Sequence[OutboxItem], verdicts: Sequence[Verdict], now_ms: int) -> None:
        self._state.learn(verdicts, now_ms)
        ids: dict[Outcome, list[int]] = {}
        reasons: dict[Outcome, str] = {}
        for message, verdict in zip(messages, verdicts, strict=True):
            ids.setdefault(verdict.outcome, []).append(message.id)
            reasons[verdict.outcome] = verdict.reason
            self._state.count(verdict.outcome.value, 1)
        if delivered := ids.get(Outcome.DELIVERED):
            self._outbox.mark_delivered(delivered, now_ms)
        if late := ids.get(Outcome.RETRY):
            self._outbox.mark_failed(late, reasons[Outcome.RETRY], self._state.rests_until_ms)
        if refused := ids.get(Outcome.REFUSED):
            self._outbox.mark_dead(refused, reasons[Outcome.REFUSED])
            _log.error(
                "a sink refused messages", sink=self.name, count=len(refused), reason=reasons[Outcome.REFUSED]
            )


class Dispatcher:
    """Runs a thread for each courier, and gives them a last chance when the process ends."""

    def __init__(
        self,
        sinks: Sequence[Sink],
        outbox: Outbox,
        clock: Callable[[], float] = time.time,
        others: Sequence[Carrier] = (),
    ) -> None:
        self._couriers: list[Carrier] = [*(Courier(sink, outbox) for sink in sinks), *others]
        self._clock = clock
        self._stopping = Event()
        self._threads: list[Thread] = []

    def start(self) -> None:
        """Start to carry."""
        for courier in self._couriers:
            thread = Thread(target=self._run, args=(courier,), name=f"sink-{courier.name}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, patience_seconds: float) -> None:
        """Carry what is there already, as far as the patience reaches; the rest waits in the outbox."""
        self._stopping.set()
        end = time.monotonic() + patience_seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))

    def to_json(self) -> dict[str, dict[str, object]]:
        """Return how each sink is, by name."""
        return {courier.name: courier.to_json() for courier in self._couriers}

    def _run(self, courier: Carrier) -> None:
        while not self._stopping.is_set():
            while self._carry(courier) and not self._stopping.is_set():
                pass
            self._stopping.wait(_IDLE_SECONDS)
        while self._carry(courier):
            pass

    def _carry(self, courier: Carrier) -> bool:
        try:
            return courier.run_once(int(self._clock() * 1000))
        except BarographError as error:
            _log.warning(
                "the outbox can't be read; it is tried again", sink=courier.name, reason=error.message
            )
        except Exception:
            _log.exception("a courier failed; it goes on", sink=courier.name)
        return False
