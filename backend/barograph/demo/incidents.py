"""What can go wrong in the shop: the kinds of incidents, and one incident as a label for tests."""

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["ROOTS", "Incident", "IncidentKind"]


class IncidentKind(StrEnum):
    """Every kind of incident the shop can suffer."""

    LATENCY_SURGE = "latency_surge"
    ERROR_BURST = "error_burst"
    TRAFFIC_DROP = "traffic_drop"
    TRAFFIC_SPIKE = "traffic_spike"
    MEMORY_LEAK = "memory_leak"
    STUCK_QUEUE = "stuck_queue"
    ODD_POD = "odd_pod"
    FLAT_LINE = "flat_line"
    CPU_HOG = "cpu_hog"
    DISK_FILLING = "disk_filling"


# Where each kind may begin. The order is the order of a live demo's first round: the most telling first.
ROOTS: dict[IncidentKind, tuple[str, ...]] = {
    IncidentKind.ERROR_BURST: ("payment", "cart", "shipping", "catalogue"),
    IncidentKind.LATENCY_SURGE: ("database", "payment", "recommendation"),
    IncidentKind.STUCK_QUEUE: ("queue",),
    IncidentKind.TRAFFIC_DROP: ("frontend",),
    IncidentKind.ODD_POD: ("frontend", "catalogue", "cart", "recommendation"),
    IncidentKind.CPU_HOG: ("recommendation", "catalogue", "database"),
    IncidentKind.MEMORY_LEAK: ("recommendation", "cart", "checkout"),
    IncidentKind.TRAFFIC_SPIKE: ("frontend",),
    IncidentKind.DISK_FILLING: ("database", "queue"),
    IncidentKind.FLAT_LINE: ("catalogue", "shipping"),
}


@dataclass(frozen=True, slots=True)
class Incident:
    """The truth about one incident; ``service`` is where it began, ``services`` is who felt it."""

    id: str
    kind: IncidentKind
    start_ms: int
    end_ms: int
    service: str
    pods: tuple[str, ...]
    services: tuple[str, ...]
    cause: str
    is_live: bool = False

    def overlaps(self, start_ms: int, end_ms: int) -> bool:
        """Tell whether the incident goes on at some moment of ``start_ms <= t <= end_ms``."""
        return self.start_ms <= end_ms and self.end_ms >= start_ms

    def to_json(self) -> dict[str, object]:
        """Return the label as JSON values."""
        return {
            "id": self.id,
            "kind": self.kind.value,
            "start_ms": self.start_ms,
            "end_ms": self.end_ms,
            "service": self.service,
            "pods": list(self.pods),
            "services": list(self.services),
            "cause": self.cause,
            "live": self.is_live,
        }
