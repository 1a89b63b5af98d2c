"""The dispatcher: each sink has a courier for its messages in the outbox; none waits for another."""

import time
from collections.abc import Callable, Iterable, Sequence

import structlog

from barograph.sinks.base import Carrier, Outcome, Sink, Verdict
from barograph.sinks.queue_state import QueueState
from barograph.sinks.rounds import Rounds
from barograph.storage.outbox import Outbox, OutboxItem

__all__ = ["Courier", "Dispatcher"]

_log = structlog.get_logger(__name__)
_LEASE_MARGIN_MS = 60_000


class Courier:
    """Carries the messages of one sink; after a failure the whole sink rests, so that order is kept.

    ``worker`` is the name of the engine: what it held when it died is carried at once by another.
    """

    def __init__(self, sink: Sink, outbox: Outbox, worker: str | None = None) -> None:
        self._sink = sink
        self._outbox = outbox
        self._worker = worker
        self._state = QueueState(sink.name)
        self._seen_ms = 0
        self.name = sink.name

    def run_once(self, now_ms: int) -> bool:
        """Carry one batch where something is due; tells whether there may be more."""
        dropped = self._outbox.drop_oldest(self._sink.name, self._sink.queue_limit)
        self._state.count("dropped", dropped)
        if now_ms < self._seen_ms:
            self._outbox.hurry(self._sink.name, now_ms)
        self._seen_ms = now_ms
        if self._state.is_resting(now_ms):
            return False
        messages = self._outbox.claim(
            self._sink.name, now_ms, _LEASE_MARGIN_MS, self._sink.batch_size, self._worker
        )
        if messages:
            with self._state.timing():
                verdicts = self._sink.deliver(messages, now_ms)
            self._settle(messages, verdicts, now_ms)
        is_resting = self._state.is_resting(now_ms)
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
    """Runs a thread for each carrier, and gives them a last chance when the process ends."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._rounds: dict[str, Rounds] = {}
        self._leaving: list[Rounds] = []

    def employ(self, carriers: Iterable[Carrier]) -> None:
        """Let these carry and nobody else; who takes over a queue waits for the one before."""
        before = self._rounds
        wanted = {carrier.name: carrier for carrier in carriers}
        kept = {name: one for name, one in before.items() if wanted.get(name) is one.carrier}
        gone = [one for name, one in before.items() if name not in kept]
        for one in gone:
            one.dismiss()
        self._rounds = {
            name: kept.get(name) or Rounds(carrier, self._clock, before.get(name))
            for name, carrier in wanted.items()
        }
        self._leaving = [one for one in (*self._leaving, *gone) if not one.is_over]

    def stop(self, patience_seconds: float) -> None:
        """Carry what is there already, as far as the patience reaches; the rest waits in the outbox."""
        for one in self._rounds.values():
            one.end()
        deadline = time.monotonic() + patience_seconds
        for one in (*self._leaving, *self._rounds.values()):
            one.wait(deadline)

    @property
    def queues(self) -> frozenset[str]:
        """The names of the queues that somebody carries from."""
        return frozenset(self._rounds)

    def to_json(self) -> dict[str, dict[str, object]]:
        """Return how each sink is, by name."""
        return {name: one.carrier.to_json() for name, one in self._rounds.items()}
