"""A test message: shows whether what a sink is told arrives."""

import time
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from barograph.engine.desk import Progress
from barograph.sinks.base import Verdict
from barograph.sinks.episodes import TEST_KIND
from barograph.storage.jobs import Job
from barograph.storage.outbox import OutboxItem

__all__ = ["SinkTestHandler"]


class Testable(Protocol):
    """Somebody who can be told something at once."""

    name: str

    def deliver(self, messages: Sequence[OutboxItem], now_ms: int) -> Sequence[Verdict]:
        """Tell, and return a verdict for each message."""
        ...


class SinkTestHandler:
    """Sends one message to each address of a sink, past the queue, and says what became of it."""

    def __init__(
        self, sinks: Callable[[], Sequence[Testable]], clock: Callable[[], float] = time.time
    ) -> None:
        self._sinks = sinks
        self._clock = clock

    def __call__(self, job: Job, progress: Progress) -> dict[str, Any]:
        """Test the sink that the job names."""
        now_ms = int(self._clock() * 1000)
        named = [sink for sink in self._sinks() if sink.name.rpartition("/")[0] == job.request["sink"]]
        return {"items": [self._test(sink, job, now_ms) for sink in named]}

    def _test(self, sink: Testable, job: Job, now_ms: int) -> dict[str, Any]:
        message = OutboxItem(
            tenant=job.tenant,
            sink=sink.name,
            fingerprint=job.id,
            kind=TEST_KIND,
            at_ms=now_ms,
            event_id=0,
            payload={"asked_by": job.request.get("asked_by", "Somebody")},
            created_ms=now_ms,
        )
        (verdict,) = sink.deliver([message], now_ms)
        return {"queue": sink.name, "outcome": verdict.outcome.value, "reason": verdict.reason}
