"""How data sources are, as the engine that asks them reports it."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body
from barograph.api.bodies.collections import collection_bodies
from barograph.sources.base import SourceHealth, SourceState
from barograph.storage import ProcessBeat
from barograph.storage.datasource_rows import UnreadableDataSource

__all__ = [
    "AddressHealthBody",
    "SourceHealthBody",
    "SourceStatusBody",
    "source_health_body",
    "status_of",
    "unreadable_status",
]

_HEALTH = ("state", "sentence", "latency_seconds", "product", "version", "addresses")


class AddressHealthBody(Body):
    """How one of the addresses of a data source is."""

    url: str
    state: SourceState
    sentence: str
    latency_seconds: float | None
    is_used: bool = Field(description="Whether it is the one that is asked.")
    rests_seconds: float = Field(description="For how long it is passed over because it failed; else 0.")


class SourceHealthBody(Body):
    """How a data source is."""

    state: SourceState
    sentence: str = Field(description="Why it is so, and what to do.")
    latency_seconds: float | None
    product: str
    version: str
    addresses: list[AddressHealthBody] = Field(description="Its addresses, the preferred one first.")


class SourceStatusBody(SourceHealthBody):
    """How a data source is, and how collecting from it goes."""

    reported_ms: int = Field(description="When the engine said so.")
    expressions: int = Field(description="How many expressions are collected from it.")
    last_success_ms: int | None = Field(description="The latest collection that went well.")
    lag_seconds: float | None = Field(description="The largest lag among its expressions.")
    errors_total: int = Field(description="Collections that failed since the engine started.")
    error_code: str | None = Field(description="Of an expression that fails now; null where none does.")
    error: str | None


def source_health_body(health: SourceHealth) -> dict[str, Any]:
    """Return the health of a data source as JSON."""
    return asdict(health)


def status_of(beats: Iterable[ProcessBeat], tenant: str, source: str) -> dict[str, Any] | None:
    """Return what engines report of a data source, None where none has asked it yet."""
    engines = sorted((beat for beat in beats if beat.kind == "engine"), key=lambda beat: -beat.beat_ms)
    for beat in engines:
        for report in beat.detail.get("sources", ()):
            if (report["tenant"], report["name"]) == (tenant, source):
                health = {name: report[name] for name in _HEALTH}
                collections = collection_bodies(engines, tenant, source)
                return {**health, "reported_ms": beat.beat_ms, **_sum_up(collections)}
    return None


def unreadable_status(stored: UnreadableDataSource) -> dict[str, Any]:
    """Return the status of what nobody can ask."""
    health = SourceHealth(SourceState.DOWN, stored.mistake.message)
    error = {"error_code": stored.mistake.code, "error": stored.mistake.message}
    return {**asdict(health), "reported_ms": stored.updated_ms, **_sum_up([]), **error}


def _sum_up(collections: list[dict[str, Any]]) -> dict[str, Any]:
    failing = next((one for one in collections if one["errors_in_a_row"]), None)
    return {
        "expressions": len(collections),
        "last_success_ms": max((one["last_success_ms"] or 0 for one in collections), default=0) or None,
        "lag_seconds": max((one["lag_seconds"] or 0.0 for one in collections), default=None),
        "errors_total": sum(one["errors_total"] for one in collections),
        "error_code": failing and failing["last_error_code"],
        "error": failing and failing["last_error"],
    }
