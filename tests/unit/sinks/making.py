"""Sinks for tests, put together as the product does."""

import time
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter

from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.domain import (
    Incident,
    IncidentChange,
    IncidentChangeKind,
    IncidentState,
    Severity,
    SuspectLine,
)
from barograph.runtime.sinks import build_sinks, build_writers
from barograph.sinks.base import Sink
from barograph.sinks.remote_write import RemoteWriter
from barograph.storage import Stores

__all__ = ["EXTERNAL_URL", "make_incident", "make_sink", "make_sinks", "make_writer"]

EXTERNAL_URL = "https://barograph.example"


def make_sink(stores: Stores, url: str, clock: Callable[[], float] = time.time, **more: Any) -> Sink:
    (sink,) = make_sinks(stores, url, clock=clock, **more)
    return sink


def make_sinks(stores: Stores, *urls: str, clock: Callable[[], float] = time.time, **more: Any) -> list[Sink]:
    text = {"type": "alertmanager", "name": "main", "urls": urls, "send": ["anomalies"], **more}
    spec = TypeAdapter[SinkSpec](SinkSpec).validate_python(text)
    return build_sinks((spec,), Settings(web_external_url=EXTERNAL_URL), stores, clock)


def make_writer(url: str, **more: Any) -> RemoteWriter:
    text = {"type": "remote_write", "name": "main", "urls": [url], **more}
    spec = TypeAdapter[SinkSpec](SinkSpec).validate_python(text)
    (writer,) = build_writers((spec,), Settings())
    return writer


def make_incident(*members: str, state: IncidentState = IncidentState.OPEN) -> IncidentChange:
    incident = Incident(
        id="inc1",
        tenant="default",
        title="checkout is slow",
        state=state,
        severity=Severity.CRITICAL,
        started_ms=1000,
        updated_ms=2000,
        ended_ms=None if state is IncidentState.OPEN else 2000,
        members=members,
        suspects=(SuspectLine("db", 3.0), SuspectLine("cache", 1.0)),
        sentence="checkout is slow since 12:00; look at db first",
    )
    kind = IncidentChangeKind.OPENED if state is IncidentState.OPEN else IncidentChangeKind.RESOLVED
    return IncidentChange(kind, incident)
