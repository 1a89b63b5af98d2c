"""One Alertmanager: open alerts are sent again before they lapse, ended ones for a while."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from barograph.domain import Labels
from barograph.sinks.alerts import Alert, to_rfc3339
from barograph.sinks.base import Outcome, Verdict
from barograph.sinks.episodes import Episodes
from barograph.sinks.exchange import Exchange
from barograph.sinks.late_starts import LateStarts
from barograph.storage.outbox import OutboxItem

__all__ = ["AlertmanagerSink"]

_PATH = "/api/v2/alerts"
_LIVES = 4
_BATCH = 256


class AlertmanagerSink:
    """Tells one Alertmanager how episodes are now, so that order and repetition do no harm."""

    batch_size = _BATCH

    def __init__(
        self,
        name: str,
        exchange: Exchange,
        episodes: Episodes,
        queue_limit: int,
        resend_ms: int,
        resend_resolved_ms: int,
        late: LateStarts,
    ) -> None:
        self.name = name
        self.queue_limit = queue_limit
        self._exchange = exchange
        self._episodes = episodes
        self._resend_ms = resend_ms
        self._resend_resolved_ms = resend_resolved_ms
        self._late = late
        self._refreshed_ms = 0
        self._last: dict[str, Alert] = {}

    def deliver(self, messages: Sequence[OutboxItem], now_ms: int) -> Sequence[Verdict]:
        """Send the alerts that messages are about, each once, as they are now."""
        alerts = self._episodes.named(messages)
        self._late.note(messages, alerts, now_ms)
        return [self._post(alerts.values(), now_ms)] * len(messages)

    def refresh(self, now_ms: int) -> Verdict | None:
        """Send everything that goes on or ended lately again, once in a while."""
        # Where the clock was set back alerts would lapse before it is where it was.
        if 0 <= now_ms - self._refreshed_ms < self._resend_ms:
            return None
        if not self._refreshed_ms and not self._episodes.is_known_now(now_ms, (_LIVES - 1) * self._resend_ms):
            # After a long stop alerts have lapsed, and what was open then may be over: it is looked at first.
            self._refreshed_ms = now_ms
            return None
        self._late.note((), {}, now_ms)
        alerts = self._episodes.unsettled(now_ms - self._resend_resolved_ms)
        verdict = self._post(alerts.values(), now_ms) if alerts else None
        if verdict is None or verdict.outcome is not Outcome.RETRY:
            self._refreshed_ms = now_ms
            self._late.hear(alerts.values())
        known = {alert.fingerprint for alert in alerts.values()}
        self._last = {name: one for name, one in self._last.items() if name in known}
        return verdict

    def _post(self, alerts: Iterable[Alert], now_ms: int) -> Verdict:
        """Send alerts, and once more where the answer shows that the other clock is another one."""
        latest = list(_latest(alerts))
        current = [*self._forebears(latest, now_ms), *latest]
        skew_ms = self._exchange.skew_ms
        verdict = self._send(current, now_ms, skew_ms)
        if self._exchange.skew_ms != skew_ms and verdict.outcome is not Outcome.RETRY:
            verdict = self._send(current, now_ms, self._exchange.skew_ms)
        if verdict.outcome is not Outcome.RETRY:
            self._last.update((alert.fingerprint, alert) for alert in latest)
        return verdict

    def _send(self, alerts: Sequence[Alert], now_ms: int, skew_ms: int) -> Verdict:
        """Send in batches; the first that fails speaks for all, because sending twice does no harm."""
        bodies = [self._to_json(alert, now_ms, skew_ms) for alert in alerts]
        refused: Verdict | None = None
        for start in range(0, len(bodies), _BATCH):
            verdict = self._exchange.post(_PATH, orjson.dumps(bodies[start : start + _BATCH]))
            if verdict.outcome is Outcome.RETRY:
                return verdict
            if verdict.outcome is Outcome.REFUSED:
                # It took the good alerts of the batch, so the batch is not sent again.
                refused = verdict
        return refused or Verdict(Outcome.DELIVERED)

    def _forebears(self, alerts: Iterable[Alert], now_ms: int) -> Iterable[Alert]:
        """End the alerts under old labels where episodes became more severe, and say that they go on."""
        for alert in alerts:
            before = self._last.get(alert.fingerprint)
            if before is not None and before.labels != alert.labels:
                yield before.succeeded_by(alert, now_ms)

    def _to_json(self, alert: Alert, now_ms: int, skew_ms: int) -> dict[str, Any]:
        # The clock of points may be ahead of ours, and an end in the future would be no end.
        started_ms = min(alert.started_ms, now_ms)
        held_ms = self._late.until_ms(alert, now_ms)
        if alert.ended_ms is None:
            ends_ms = now_ms + _LIVES * self._resend_ms
        elif held_ms is None:
            ends_ms = max(started_ms, min(alert.ended_ms, now_ms))
        else:
            ends_ms, alert = held_ms, self._late.explained(alert)
        return {
            "labels": dict(alert.labels),
            "annotations": dict(alert.annotations),
            "startsAt": to_rfc3339(started_ms + skew_ms),
            "endsAt": to_rfc3339(ends_ms + skew_ms),
            "generatorURL": alert.generator_url,
        }


def _latest(alerts: Iterable[Alert]) -> Iterable[Alert]:
    """Leave of episodes with the same labels only the last: the end of an old one must not end a new one."""
    last: dict[Labels, Alert] = {}
    for alert in sorted(alerts, key=lambda one: (one.started_ms, one.ended_ms is None)):
        last[alert.labels] = alert
    return last.values()
