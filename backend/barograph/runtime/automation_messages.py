"""What automations tell others: webhooks, silences and annotations, by the sinks of the deployment."""

from dataclasses import dataclass

import orjson

from barograph.automations.base import Occasion
from barograph.config import Settings
from barograph.config.automation import AnnotationAction, SilenceAction, WebhookAction
from barograph.config.durations import Duration
from barograph.config.sink import GrafanaAnnotationsSpec, WebhookSpec
from barograph.errors import NotFound
from barograph.runtime.sinks import SinksNow
from barograph.security.outbound import OutboundGuard
from barograph.security.signatures import SIGNATURE_HEADER, sign
from barograph.sinks.exchange import Exchange
from barograph.sinks.grafana_api import AnnotationApi
from barograph.sinks.silence import SilenceOrder
from barograph.sinks.silence_book import SilenceBook, Subject
from barograph.sources.http import HttpRequest

__all__ = ["AnnotationAct", "SilenceAct", "WebhookAct"]


@dataclass(frozen=True, slots=True)
class WebhookAct:
    """Posts what happened to an address, or to each address of a webhook sink, once."""

    sinks: SinksNow
    settings: Settings

    def __call__(self, action: WebhookAction, occasion: Occasion) -> str:
        """Post, and return how many addresses took it."""
        spec = self._spec(action, occasion)
        body = orjson.dumps(
            {
                "automation": occasion.automation,
                "run": occasion.run_id,
                "approved_by": occasion.decided_by,
                "event": occasion.seen.to_json(),
                "url": self.settings.external_url,
            }
        )
        headers = {"X-Barograph-Delivery": occasion.key}
        if spec.secret is not None:
            headers[SIGNATURE_HEADER] = sign(spec.secret.get_secret_value().encode(), body)
        guard = OutboundGuard.of(self.settings)
        for url in spec.urls:
            exchange = Exchange(url, spec, guard, occasion.timeout_seconds)
            exchange.send(HttpRequest("POST", "", body=body, headers=headers))
        return f"Told {len(spec.urls)} {'address' if len(spec.urls) == 1 else 'addresses'}."

    def _spec(self, action: WebhookAction, occasion: Occasion) -> WebhookSpec:
        if action.url is not None:
            timeout = Duration(int(occasion.timeout_seconds * 1000))
            return WebhookSpec(name="automation", type="webhook", urls=(action.url,), timeout=timeout)
        for spec in self.sinks():
            if isinstance(spec, WebhookSpec) and spec.name == action.sink:
                return spec
        raise NotFound(f"There is no webhook sink {action.sink!r}. GET /api/v1/sinks lists them.")


@dataclass(frozen=True, slots=True)
class SilenceAct:
    """Silences the episode of the event."""

    book: SilenceBook

    def __call__(self, action: SilenceAction, occasion: Occasion) -> str:
        """Make the silences and return their ids."""
        seen = occasion.seen
        comment = action.comment or f"Automation {occasion.automation}: {seen.sentence}"
        ends_ms = occasion.now_ms + action.duration.milliseconds
        order = SilenceOrder(occasion.now_ms, ends_ms, occasion.author, comment)
        made = self.book.silence_episode(Subject(seen.tenant, seen.kind, seen.episode or ""), order)
        return f"Silenced for {action.duration}: {', '.join(one.id for one in made)}."


@dataclass(frozen=True, slots=True)
class AnnotationAct:
    """Writes an annotation into every Grafana that has a sink."""

    sinks: SinksNow
    settings: Settings

    def __call__(self, action: AnnotationAction, occasion: Occasion) -> str:
        """Write, and return how many."""
        guard = OutboundGuard.of(self.settings)
        told = [spec for spec in self.sinks() if isinstance(spec, GrafanaAnnotationsSpec)]
        if not told:
            raise NotFound(
                "There is no sink of the type grafana_annotations, so there is no Grafana to tell."
            )
        for spec in told:
            for url in spec.urls:
                api = AnnotationApi(Exchange(url, spec, guard, occasion.timeout_seconds))
                api.create(_body(spec, action, occasion))
        return f"Annotated in {len(told)} {'sink' if len(told) == 1 else 'sinks'}."


def _body(spec: GrafanaAnnotationsSpec, action: AnnotationAction, occasion: Occasion) -> dict[str, object]:
    return {
        **spec.place,
        "time": occasion.seen.at_ms,
        "text": action.text or occasion.seen.sentence,
        "tags": [*spec.tags, *action.tags, f"automation:{occasion.automation}"],
    }
