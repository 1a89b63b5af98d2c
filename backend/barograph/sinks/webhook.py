"""Webhooks: Alertmanager's payload (version 4), one request an alert, signed."""

from collections.abc import Sequence
from typing import Any

import orjson

from barograph.security.signatures import SIGNATURE_HEADER, sign
from barograph.sinks.alerts import Alert, to_rfc3339
from barograph.sinks.base import Outcome, Verdict
from barograph.sinks.episodes import Episodes
from barograph.sinks.exchange import Exchange
from barograph.storage.outbox import OutboxItem

__all__ = ["SIGNATURE_HEADER", "WebhookSink", "sign"]

_NO_END = "0001-01-01T00:00:00Z"
_DONE = Verdict(Outcome.DELIVERED)
_BATCH = 20


class WebhookSink:
    """Tells a receiver of each start, of incidents that get more severe, and of each end, in their order."""

    batch_size = _BATCH

    def __init__(
        self,
        name: str,
        exchange: Exchange,
        episodes: Episodes,
        queue_limit: int,
        external_url: str,
        secret: bytes | None = None,
    ) -> None:
        self.name = name
        self.queue_limit = queue_limit
        self._exchange = exchange
        self._episodes = episodes
        self._external_url = external_url
        self._secret = secret

    def deliver(self, messages: Sequence[OutboxItem], now_ms: int) -> Sequence[Verdict]:
        """Send what is told; after one that must be tried again the rest waits, to keep the order."""
        alerts = self._episodes.named(messages)
        verdicts: list[Verdict] = []
        for message in messages:
            if verdicts and verdicts[-1].outcome is Outcome.RETRY:
                verdicts.append(verdicts[-1])
                continue
            alert = alerts.get((message.tenant, message.fingerprint))
            is_update = message.kind.endswith("updated")
            verdicts.append(_DONE if alert is None or is_update else self._post(alert, message))
        return verdicts

    def refresh(self, now_ms: int) -> Verdict | None:
        """Do nothing: a receiver of webhooks forgets nothing."""
        return None

    def _post(self, alert: Alert, message: OutboxItem) -> Verdict:
        is_over = message.kind.endswith("resolved")
        body = orjson.dumps(self._payload(alert, is_over))
        headers = {"X-Barograph-Delivery": f"{message.fingerprint}:{message.kind}:{message.at_ms}"}
        if self._secret is not None:
            headers[SIGNATURE_HEADER] = sign(self._secret, body)
        return self._exchange.post("", body, headers)

    def _payload(self, alert: Alert, is_over: bool) -> dict[str, Any]:
        status, labels = "resolved" if is_over else "firing", dict(alert.labels)
        ended_ms = alert.ended_ms if is_over else None
        return {
            "version": "4",
            "groupKey": f"barograph:{alert.fingerprint}",
            "truncatedAlerts": 0,
            "status": status,
            "receiver": self.name,
            "groupLabels": {"alertname": labels["alertname"]},
            "commonLabels": labels,
            "commonAnnotations": dict(alert.annotations),
            "externalURL": self._external_url,
            "alerts": [
                {
                    "status": status,
                    "labels": labels,
                    "annotations": dict(alert.annotations),
                    "startsAt": to_rfc3339(alert.started_ms),
                    "endsAt": _NO_END if ended_ms is None else to_rfc3339(ended_ms),
                    "generatorURL": alert.generator_url,
                    "fingerprint": alert.fingerprint,
                }
            ],
        }
