"""What the engine needs from other rooms, in the words of a tick."""

from dataclasses import dataclass
from typing import Protocol

from barograph.algorithms.base import Model
from barograph.config.detector import QuerySpec
from barograph.domain import Frame
from barograph.storage.detector_rows import StoredDetector

__all__ = ["Models", "VersionedModel", "Windows"]


@dataclass(frozen=True, slots=True, eq=False)
class VersionedModel:
    """A model and its version; version 0 belongs to algorithms that learn nothing."""

    model: Model
    version: int


class Windows(Protocol):
    """Gives the last points of a query, from wherever it can have them cheapest."""

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        """Return the ``points`` moments of the grid that end with ``end_ms``."""
        ...


class Models(Protocol):
    """Gives the model in force."""

    def current(self, detector: StoredDetector) -> VersionedModel:
        """Return the promoted model; raises ModelUnavailable where there is none yet."""
        ...
