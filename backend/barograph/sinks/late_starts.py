"""Late starts: episodes that were over before an Alertmanager heard that they had begun."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from barograph.sinks.alerts import Alert
from barograph.storage.outbox import OutboxItem
from barograph.storage.told_starts import ToldStarts

__all__ = ["Cluster", "LateStarts"]


@dataclass(frozen=True, slots=True)
class Cluster:
    """What the outbox knows of one address and of all addresses of its sink."""

    told: ToldStarts
    queue: str
    queues: tuple[str, ...]

    def unheard(self, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return the episodes of which none of the addresses heard while they went on."""
        names: dict[str, list[str]] = {}
        for tenant, name in keys:
            names.setdefault(tenant, []).append(name)
        found = {tenant: self.told.in_time(tenant, some, self.queues) for tenant, some in names.items()}
        return {
            (tenant, name) for tenant, some in names.items() for name in some if name not in found[tenant]
        }


class LateStarts:
    """Says until when such an episode is shown as going on.

    Alertmanager tells nobody of an alert that comes to it as ended. So one that ended less than
    ``limit_ms`` ago is held open for ``hold_ms``, which is enough for people to be told, and says itself
    that it is over. Where another Alertmanager of the cluster heard of it in time, people know already,
    and likewise where sending open alerts again was faster than the message of the start.
    """

    def __init__(self, hold_ms: int, limit_ms: int, cluster: Cluster) -> None:
        self._hold_ms = hold_ms
        self._limit_ms = limit_ms
        self._cluster = cluster
        self._until_ms: dict[str, int] = {}
        self._heard: set[str] = set()
        self._has_recalled = False

    def note(
        self, messages: Sequence[OutboxItem], alerts: Mapping[tuple[str, str], Alert], now_ms: int
    ) -> None:
        """Hold what ended while the message of its start still waited, and forget what was held."""
        self._recall(now_ms)
        self._until_ms = {name: until for name, until in self._until_ms.items() if until > now_ms}
        starts = {(one.tenant, one.fingerprint) for one in messages if one.kind.endswith("opened")}
        over = [key for key in starts if key[1] not in self._heard and _is_over(alerts.get(key))]
        for _, name in self._cluster.unheard(over):
            self._until_ms.setdefault(name, now_ms + self._hold_ms)

    def hear(self, alerts: Iterable[Alert]) -> None:
        """Learn what the address was just sent of all that is unsettled: it has heard of what goes on."""
        names = {one.fingerprint: one.ended_ms is None for one in alerts}
        self._heard = {name for name, goes_on in names.items() if goes_on or name in self._heard}

    def until_ms(self, alert: Alert, now_ms: int) -> int | None:
        """Return until when an ended alert is shown as going on, None where it is not."""
        until_ms = self._until_ms.get(alert.fingerprint, 0)
        told_ms = until_ms - self._hold_ms
        is_fresh = alert.ended_ms is not None and told_ms - alert.ended_ms <= self._limit_ms
        return until_ms if is_fresh and until_ms > now_ms else None

    def _recall(self, now_ms: int) -> None:
        """Go on with what a process before this one began to hold."""
        if self._has_recalled:
            return
        late = self._cluster.told.late(self._cluster.queue, now_ms - self._hold_ms)
        for key in self._cluster.unheard(late):
            self._until_ms[key[1]] = late[key] + self._hold_ms
        self._has_recalled = True

    @staticmethod
    def explained(alert: Alert) -> Alert:
        """Return the alert with a sentence that says that it is over."""
        over = datetime.fromtimestamp((alert.ended_ms or 0) / 1000, UTC).strftime("%H:%M")
        sentence = f"{alert.annotations.get('description', '')} It was over at {over} UTC and is told late."
        return replace(alert, annotations={**alert.annotations, "description": sentence.strip()})


def _is_over(alert: Alert | None) -> bool:
    return alert is not None and alert.ended_ms is not None
