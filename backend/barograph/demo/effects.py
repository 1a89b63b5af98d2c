"""How an incident shows: what it does to which quantity of which service, along the call graph."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.incidents import Incident, IncidentKind
from barograph.demo.services import SERVICES, callers_of, service_named
from barograph.domain import FloatArray, TimeArray

__all__ = ["Effect", "Quantity", "effects_of"]

_HOP_MS = 2 * SCRAPE_MS
_HOP_LOSS = 0.55


class Quantity(StrEnum):
    """What an effect changes; the unit of its size in brackets."""

    TRAFFIC = "traffic"  # factor added to 1
    ERRORS = "errors"  # share of requests
    SLOWNESS = "slowness"  # share of requests
    CPU = "cpu"  # cores
    MEMORY = "memory"  # bytes
    QUEUE = "queue"  # messages
    DISK = "disk"  # share of the disk
    FREEZE = "freeze"  # the exporter repeats itself


@dataclass(frozen=True, slots=True)
class Effect:
    """One quantity of one service (or one pod of it) departs from what it would have been."""

    quantity: Quantity
    service: str
    pods: tuple[str, ...]
    size: float
    start_ms: int
    end_ms: int
    is_growing: bool = False

    def at(self, scrapes: TimeArray) -> FloatArray:
        """Return the departure at the given scrapes: a plateau with short flanks, or a steady growth."""
        times = scrapes * SCRAPE_MS
        if self.is_growing:
            drain_ms = 0.15 * (self.end_ms - self.start_ms)
            corners = [self.start_ms, self.end_ms - drain_ms, self.end_ms]
            return np.interp(times, corners, [0, self.size, 0], left=0, right=0)
        flank_ms = min(2 * SCRAPE_MS, (self.end_ms - self.start_ms) / 4)
        corners = [self.start_ms, self.start_ms + flank_ms, self.end_ms - flank_ms, self.end_ms]
        return np.interp(times, corners, [0, self.size, self.size, 0], left=0, right=0)


@lru_cache(maxsize=4096)
def effects_of(incident: Incident) -> tuple[Effect, ...]:
    """Return everything an incident does."""
    return tuple(_effects(incident))


def _effects(incident: Incident) -> Iterator[Effect]:
    match incident.kind:
        case IncidentKind.LATENCY_SURGE:
            yield from _felt_by_callers(incident, Quantity.SLOWNESS, 0.45)
            yield from _felt_by_callers(incident, Quantity.ERRORS, 0.06)
        case IncidentKind.ERROR_BURST:
            yield from _felt_by_callers(incident, Quantity.ERRORS, 0.30)
        case IncidentKind.TRAFFIC_DROP | IncidentKind.TRAFFIC_SPIKE:
            size = -0.75 if incident.kind is IncidentKind.TRAFFIC_DROP else 1.6
            for service in SERVICES:
                yield _own(incident, Quantity.TRAFFIC, size, service=service.name)
        case IncidentKind.ODD_POD:
            yield _own(incident, Quantity.SLOWNESS, 0.5)
            yield _own(incident, Quantity.ERRORS, 0.12)
        case _:
            yield from _saturation(incident)


def _saturation(incident: Incident) -> Iterator[Effect]:
    memory = service_named(incident.service).memory_bytes
    match incident.kind:
        case IncidentKind.MEMORY_LEAK:
            yield _own(incident, Quantity.MEMORY, 1.4 * memory, is_growing=True)
        case IncidentKind.STUCK_QUEUE:
            yield _own(incident, Quantity.QUEUE, 4000, is_growing=True)
            yield _own(incident, Quantity.ERRORS, 0.15, service="shipping")
        case IncidentKind.CPU_HOG:
            yield _own(incident, Quantity.CPU, 1.6)
            yield from _felt_by_callers(incident, Quantity.SLOWNESS, 0.18)
        case IncidentKind.DISK_FILLING:
            yield _own(incident, Quantity.DISK, 0.35, is_growing=True)
        case IncidentKind.FLAT_LINE:
            yield _own(incident, Quantity.FREEZE, 1)


def _own(
    incident: Incident, quantity: Quantity, size: float, *, service: str = "", is_growing: bool = False
) -> Effect:
    pods = incident.pods if service in ("", incident.service) else ()
    return Effect(
        quantity,
        service or incident.service,
        pods,
        size,
        incident.start_ms,
        incident.end_ms,
        is_growing,
    )


def _felt_by_callers(incident: Incident, quantity: Quantity, size: float) -> Iterator[Effect]:
    yield _own(incident, quantity, size)
    for caller, distance in callers_of(incident.service).items():
        delay_ms = distance * _HOP_MS
        weakened = size * _HOP_LOSS**distance
        yield Effect(quantity, caller, (), weakened, incident.start_ms + delay_ms, incident.end_ms + delay_ms)
