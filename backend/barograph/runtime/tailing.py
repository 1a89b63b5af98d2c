"""Following the lines of a Loki, put together from its specification."""

import time
from dataclasses import dataclass
from threading import Event

from barograph.config import Settings
from barograph.config.datasource import DataSourceSpec
from barograph.errors import NotFound, ValidationFailed
from barograph.runtime.sources import provisioned_sources
from barograph.security.outbound import OutboundGuard
from barograph.sources.http.specification import options_of
from barograph.sources.http.transport import headers_of
from barograph.sources.loki.build import build_source
from barograph.sources.loki.reading import LokiReader
from barograph.sources.loki.tail import LokiTail
from barograph.sources.loki.tail_connection import connect_tail
from barograph.sources.surroundings import Surroundings

__all__ = ["Tailing", "open_tailing"]


@dataclass(frozen=True, slots=True)
class Tailing:
    """The lines of the past and those that come."""

    reader: LokiReader
    tail: LokiTail


def open_tailing(settings: Settings, environment: dict[str, str], source: str, stopping: Event) -> Tailing:
    """Open the first address of a Loki that files or settings name."""
    spec = _spec_of(provisioned_sources(settings, environment), source)
    guard = OutboundGuard.of(settings)
    url, options = spec.urls[0], options_of(spec)
    reader = LokiReader(build_source(spec, url, Surroundings(guard=guard)).api)
    connect = connect_tail(url, options, headers_of(options), guard)
    return Tailing(reader, LokiTail(connect, reader, time.time_ns, stopping))


def _spec_of(specs: list[DataSourceSpec], name: str) -> DataSourceSpec:
    spec = next((one for one in specs if one.name == name), None)
    if spec is None:
        known = ", ".join(one.name for one in specs if one.type == "loki") or "none"
        raise NotFound(
            f"There is no data source {name!r}. Loki: {known}. Name one with --source, or --loki URL."
        )
    if spec.type != "loki":
        raise ValidationFailed(f"{name} is a {spec.type}, and only the lines of a Loki can be followed.")
    return spec
