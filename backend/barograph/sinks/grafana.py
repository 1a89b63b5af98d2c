"""Grafana annotations: a region for each episode, opened at its start and completed at its end."""

from collections import OrderedDict
from collections.abc import Sequence
from html import escape
from typing import Any

from barograph.errors import SourceError
from barograph.sinks.alerts import Alert
from barograph.sinks.base import Outcome, Verdict
from barograph.sinks.episodes import Episodes
from barograph.sinks.exchange import verdict_of
from barograph.sinks.grafana_api import AnnotationApi
from barograph.storage.outbox import OutboxItem

__all__ = ["GrafanaSink"]

_BATCH = 50
_REMEMBERED = 10_000
_LONGEST_TAG = 100
_DONE = Verdict(Outcome.DELIVERED)


class GrafanaSink:
    """Shows one Grafana how episodes are now; a tag finds an annotation again after every restart."""

    batch_size = _BATCH

    def __init__(
        self,
        name: str,
        api: AnnotationApi,
        episodes: Episodes,
        queue_limit: int,
        tags: Sequence[str] = (),
        place: dict[str, Any] | None = None,
    ) -> None:
        self.name = name
        self.queue_limit = queue_limit
        self._api = api
        self._episodes = episodes
        self._tags = tuple(tags)
        self._place = place or {}
        self._shown: OrderedDict[str, tuple[int, dict[str, Any]]] = OrderedDict()

    def deliver(self, messages: Sequence[OutboxItem], now_ms: int) -> Sequence[Verdict]:
        """Show each episode once, as it is now; after a failure that may pass the rest waits."""
        alerts = self._episodes.named(messages)
        verdicts: dict[tuple[str, str], Verdict] = {}
        failure: Verdict | None = None
        for key, alert in alerts.items():
            verdicts[key] = failure or self._try(alert)
            if verdicts[key].outcome is Outcome.RETRY:
                failure = verdicts[key]
        return [verdicts.get((one.tenant, one.fingerprint), _DONE) for one in messages]

    def refresh(self, now_ms: int) -> Verdict | None:
        """Do nothing: Grafana forgets nothing."""
        return None

    def _try(self, alert: Alert) -> Verdict:
        try:
            self._show(alert)
        except SourceError as error:
            return verdict_of(error)
        return _DONE

    def _show(self, alert: Alert) -> None:
        body = self._body(alert)
        number, before = self._shown.get(alert.fingerprint) or (self._find(alert), {})
        if body != before:
            if number is None or not self._api.change(number, body):
                self._api.create({**self._place, **body})
                # A replica may have made one at the same moment: the older one stays.
                number = self._find(alert)
            if number is not None:
                self._remember(alert, number, body)

    def _find(self, alert: Alert) -> int | None:
        """Return the annotation of an episode, and remove others of the same one."""
        numbers = self._api.find(_identity(alert))
        for double in numbers[1:]:
            self._api.remove(double)
        return numbers[0] if numbers else None

    def _remember(self, alert: Alert, number: int, body: dict[str, Any]) -> None:
        self._shown[alert.fingerprint] = (number, body)
        self._shown.move_to_end(alert.fingerprint)
        if alert.ended_ms is not None or len(self._shown) > _REMEMBERED:
            self._shown.pop(alert.fingerprint if alert.ended_ms is not None else next(iter(self._shown)))

    def _body(self, alert: Alert) -> dict[str, Any]:
        lines = [alert.annotations.get(name, "") for name in ("summary", "description")]
        link = f'<a href="{escape(alert.generator_url)}">Replay</a>'
        end = {} if alert.ended_ms is None else {"timeEnd": max(alert.started_ms, alert.ended_ms)}
        return {
            "time": alert.started_ms,
            **end,
            "tags": ["barograph", *self._tags, *_tags_of(alert), _identity(alert)],
            "text": "\n".join([*(escape(line) for line in lines if line), link]),
        }


def _identity(alert: Alert) -> str:
    return f"fingerprint:{alert.fingerprint}"


def _tags_of(alert: Alert) -> list[str]:
    """Return a tag for each label, so that dashboards filter by them; Grafana cuts longer ones."""
    tags = [f"{name}:{value}" for name, value in alert.labels.items()]
    return [tag for tag in tags if len(tag) <= _LONGEST_TAG]
