"""Remote write: scores as samples, to one Prometheus, Mimir or the like."""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from threading import Lock

import structlog

from barograph.domain import Labels
from barograph.errors import SourceError
from barograph.sinks.base import Outcome, Verdict
from barograph.sinks.exchange import Exchange, verdict_of
from barograph.sinks.queue_state import QueueState
from barograph.sinks.write_request import HEADERS, Sample, write_request
from barograph.sources.http import HttpRequest
from barograph.storage.outbox import OutboxItem

__all__ = ["RemoteWriter"]

_log = structlog.get_logger(__name__)
_TEST_METRIC = "barograph_sink_test"
_THROTTLED = 429


class RemoteWriter:
    """Carries samples from a bounded queue in memory; what the other side refuses is never sent again.

    Samples are many and worth little one by one, so they wait in memory and not in the outbox: a range
    that an outage swallowed can be computed again at any time.
    """

    def __init__(
        self, name: str, exchange: Exchange, queue_limit: int, batch_size: int, labels: Mapping[str, str]
    ) -> None:
        self.name = name
        self._exchange = exchange
        self._batch_size = batch_size
        self._labels = Labels(labels)
        self._lock = Lock()
        self._waiting: deque[Sample] = deque(maxlen=queue_limit)
        self._carried: list[Sample] = []
        self._state = QueueState(name)

    def offer(self, samples: Sequence[Sample]) -> None:
        """Put samples into the queue; where it is full the oldest are lost and counted."""
        with self._lock:
            room = (self._waiting.maxlen or 0) - len(self._waiting)
            self._waiting.extend(samples)
        self._state.count("dropped", max(0, len(samples) - room))

    def hand_over(self) -> list[Sample]:
        """Give a successor what waits and what is on its way: a sample that comes twice does no harm."""
        with self._lock:
            left = [*self._carried, *self._waiting]
            self._waiting.clear()
        return left

    def run_once(self, now_ms: int) -> bool:
        """Send one batch; one that failed is sent again as it was, so that order is kept."""
        if self._state.is_resting(now_ms):
            return False
        batch = self._take()
        if not batch:
            return False
        with self._state.timing():
            verdict = self._send(batch)
        self._state.count(verdict.outcome.value, len(batch))
        self._state.learn([verdict], now_ms)
        if verdict.outcome is Outcome.RETRY:
            return False
        if verdict.outcome is Outcome.REFUSED:
            _log.error("samples were refused", sink=self.name, count=len(batch), reason=verdict.reason)
        self._carried = []
        return True

    def deliver(self, messages: Sequence[OutboxItem], now_ms: int) -> Sequence[Verdict]:
        """Send a sample that shows that samples arrive; no message of an episode ever comes here."""
        return [self._send([Sample(Labels(__name__=_TEST_METRIC), now_ms, 1.0)])] * len(messages)

    def to_json(self) -> dict[str, object]:
        """Return the state and the counts since the start, for health and metrics."""
        return self._state.to_json(len(self._waiting) + len(self._carried), is_in_memory=True)

    def _take(self) -> list[Sample]:
        if not self._carried:
            with self._lock:
                count = min(self._batch_size, len(self._waiting))
                self._carried = [self._waiting.popleft() for _ in range(count)]
        return self._carried

    def _send(self, samples: Iterable[Sample]) -> Verdict:
        labelled = (Sample(self._labels.merged(one.labels), one.time_ms, one.value) for one in samples)
        request = HttpRequest("POST", "", body=write_request(labelled), headers=HEADERS)
        try:
            self._exchange.send(request)
        except SourceError as error:
            return _verdict_of(error)
        return Verdict(Outcome.DELIVERED)


def _verdict_of(error: SourceError) -> Verdict:
    """Say what a failure means; the specification forbids to send again what a 4xx answered."""
    status = error.detail.get("status")
    if isinstance(status, int) and 400 <= status < 500 and status != _THROTTLED:
        return Verdict(Outcome.REFUSED, error.message)
    return verdict_of(error)
