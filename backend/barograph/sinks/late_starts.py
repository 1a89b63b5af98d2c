"""Late starts: episodes that were over before an Alertmanager heard that they had begun."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import replace
from datetime import UTC, datetime

from barograph.sinks.alerts import Alert
from barograph.storage.outbox import OutboxItem

__all__ = ["LateStarts", "ToldInTime"]

ToldInTime = Callable[[str, Sequence[str]], Set[str]]


class LateStarts:
    """Says until when such an episode is shown as going on.

    Alertmanager tells nobody of an alert that comes to it as ended. So one that ended less than
    ``limit_ms`` ago is held open for ``hold_ms``, which is enough for people to be told, and says itself
    that it is over. ``told_in_time`` says of which episodes another Alertmanager of the same cluster
    heard while they went on: that one has told people already.
    """

    def __init__(self, hold_ms: int, limit_ms: int, told_in_time: ToldInTime) -> None:
        self._hold_ms = hold_ms
        self._limit_ms = limit_ms
        self._told_in_time = told_in_time
        self._until_ms: dict[str, int] = {}

    def note(
        self, messages: Sequence[OutboxItem], alerts: Mapping[tuple[str, str], Alert], now_ms: int
    ) -> None:
        """Hold what ended while the message of its start still waited."""
        self._until_ms = {name: until for name, until in self._until_ms.items() if until > now_ms}
        over = [
            alerts[key]
            for message in messages
            if message.kind.endswith("opened") and (key := (message.tenant, message.fingerprint)) in alerts
            if self._is_fresh(alerts[key], now_ms)
        ]
        if not over:
            return
        names = [alert.fingerprint for alert in over]
        told = {
            name for tenant in {one.tenant for one in messages} for name in self._told_in_time(tenant, names)
        }
        for name in names:
            if name not in told:
                self._until_ms.setdefault(name, now_ms + self._hold_ms)

    def until_ms(self, alert: Alert, now_ms: int) -> int | None:
        """Return until when an ended alert is shown as going on, None where it is not."""
        until_ms = self._until_ms.get(alert.fingerprint)
        return until_ms if until_ms is not None and until_ms > now_ms else None

    def _is_fresh(self, alert: Alert, now_ms: int) -> bool:
        return alert.ended_ms is not None and now_ms - alert.ended_ms <= self._limit_ms

    @staticmethod
    def explained(alert: Alert) -> Alert:
        """Return the alert with a sentence that says that it is over."""
        over = datetime.fromtimestamp((alert.ended_ms or 0) / 1000, UTC).strftime("%H:%M")
        sentence = f"{alert.annotations.get('description', '')} It was over at {over} UTC and is told late."
        return replace(alert, annotations={**alert.annotations, "description": sentence.strip()})
