"""The sinks of a deployment, put together from files, which are taken up again whenever they change."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from barograph.config import Settings
from barograph.config.kinds import SINKS
from barograph.config.sink import (
    AlertmanagerSpec,
    GrafanaAnnotationsSpec,
    RemoteWriteSpec,
    SinkSpec,
    WebhookSpec,
)
from barograph.runtime.file_watch import MadeOf, SpecsInForce
from barograph.security.outbound import OutboundGuard
from barograph.sinks.alertmanager import AlertmanagerSink
from barograph.sinks.alerts import AlertMaker
from barograph.sinks.base import Sink
from barograph.sinks.episodes import Episodes
from barograph.sinks.exchange import Exchange
from barograph.sinks.grafana import GrafanaSink
from barograph.sinks.grafana_api import AnnotationApi
from barograph.sinks.late_starts import Cluster, LateStarts
from barograph.sinks.links import Links
from barograph.sinks.remote_write import RemoteWriter
from barograph.sinks.silence_api import SilenceApi
from barograph.sinks.silence_book import SilenceBook, Silencer
from barograph.sinks.webhook import WebhookSink
from barograph.storage import Stores

__all__ = ["Queues", "SinksNow", "build_silences", "build_sinks", "build_writers", "follow_sinks"]

SinksNow = Callable[[], tuple[SinkSpec, ...]]
"""Returns the sinks that are in force."""

_PATIENCE_SECONDS = 3.0
_Told = AlertmanagerSpec | WebhookSpec | GrafanaAnnotationsSpec


def follow_sinks(settings: Settings, environment: Mapping[str, str]) -> SpecsInForce[SinkSpec]:
    """Return the sinks of the files, now and later; refuse to begin with wrong ones."""
    read = SINKS.follow(settings.provisioning_dir, environment)
    return SpecsInForce("sinks", read, settings.reload_seconds)


@dataclass(frozen=True, slots=True)
class Queues:
    """The names of the queues for incidents or anomalies now: one for each address."""

    sinks: SinksNow
    subject: str

    def __iter__(self) -> Iterator[str]:
        specs = [spec for spec in self.sinks() if self.subject in spec.send]
        return iter([name for spec in specs for name, _ in spec.addresses()])


def build_sinks(
    specs: tuple[SinkSpec, ...], settings: Settings, stores: Stores, clock: Callable[[], float] = time.time
) -> list[Sink]:
    """Name the concrete classes once."""
    guard = OutboundGuard.of(settings)
    sinks: list[Sink] = []
    for spec in specs:
        if isinstance(spec, RemoteWriteSpec):
            continue
        episodes = _episodes(spec, settings, stores)
        queues = tuple(name for name, _ in spec.addresses())
        for name, url in spec.addresses():
            exchange = Exchange(url, spec, guard, clock=clock)
            cluster = Cluster(stores.told_starts, name, queues)
            sinks.append(_build(spec, name, exchange, episodes, settings.external_url, cluster))
    return sinks


def build_writers(specs: tuple[SinkSpec, ...], settings: Settings) -> list[RemoteWriter]:
    """Return a writer for each address that takes samples."""
    guard = OutboundGuard.of(settings)
    return [
        RemoteWriter(name, Exchange(url, spec, guard), spec.queue, spec.batch, spec.external_labels)
        for spec in specs
        if isinstance(spec, RemoteWriteSpec)
        for name, url in spec.addresses()
    ]


def build_silences(sinks: SinksNow, settings: Settings, stores: Stores) -> SilenceBook:
    """Return the silences of every Alertmanager that the files name now."""
    return SilenceBook(MadeOf(sinks, partial(_build_silencers, settings, stores)))


def _build_silencers(settings: Settings, stores: Stores, specs: Sequence[SinkSpec]) -> list[Silencer]:
    """A person waits for silences, so no Alertmanager is waited for long."""
    guard = OutboundGuard.of(settings)
    silencers = []
    for spec in specs:
        if isinstance(spec, AlertmanagerSpec):
            addresses = [
                SilenceApi(spec.name, Exchange(url, spec, guard, _PATIENCE_SECONDS)) for url in spec.urls
            ]
            silencers.append(Silencer(spec.name, spec.send, addresses, _episodes(spec, settings, stores)))
    return silencers


def _episodes(spec: _Told, settings: Settings, stores: Stores) -> Episodes:
    links = Links(settings.external_url, settings.grafana_external_url)
    return Episodes(stores, AlertMaker(links, spec.external_labels, spec.incident_labels), spec.send)


def _build(
    spec: _Told,
    name: str,
    exchange: Exchange,
    episodes: Episodes,
    external_url: str,
    cluster: Cluster,
) -> Sink:
    if isinstance(spec, AlertmanagerSpec):
        resend_ms, resend_resolved_ms = spec.resend.milliseconds, spec.resend_resolved.milliseconds
        late = LateStarts(spec.hold.milliseconds, spec.tell_late.milliseconds, cluster)
        return AlertmanagerSink(name, exchange, episodes, spec.queue, resend_ms, resend_resolved_ms, late)
    if isinstance(spec, GrafanaAnnotationsSpec):
        return GrafanaSink(name, AnnotationApi(exchange), episodes, spec.queue, spec.tags, spec.place)
    secret = spec.secret.get_secret_value().encode() if spec.secret else None
    return WebhookSink(name, exchange, episodes, spec.queue, external_url, secret)
