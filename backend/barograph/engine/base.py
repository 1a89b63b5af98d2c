"""What the engine needs from other rooms, in the words of a tick."""

from typing import Protocol

from barograph.config.detector import QuerySpec
from barograph.domain import Frame
from barograph.storage.detector_rows import StoredDetector
from barograph.training.learning import Histories
from barograph.training.versions import VersionedModel

__all__ = ["Models", "Source", "Windows"]


class Windows(Protocol):
    """Gives the last points of a query, from wherever it can have them cheapest."""

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        """Return the ``points`` moments of the grid that end with ``end_ms``."""
        ...


class Source(Windows, Histories, Protocol):
    """Gives windows and long ranges."""


class Models(Protocol):
    """Gives the model in force."""

    def current(self, detector: StoredDetector) -> VersionedModel:
        """Return the promoted model; raises ModelUnavailable where there is none yet."""
        ...
