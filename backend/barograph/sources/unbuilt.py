"""What stands in for a data source that can't be built: it answers everything with the reason."""

from barograph.domain import Frame
from barograph.errors import SourceMisconfigured
from barograph.sources.base import RangeRequest, SourceHealth, SourceState

__all__ = ["UnbuiltSource"]


class UnbuiltSource:
    """Fails each query with the reason, so that only detectors of this source are without data."""

    def __init__(self, reason: str) -> None:
        self._reason = reason

    def fetch(self, request: RangeRequest) -> Frame:
        """Raise what is wrong."""
        raise SourceMisconfigured(self._reason)

    def check(self) -> SourceHealth:
        """Say what is wrong."""
        return SourceHealth(SourceState.DOWN, self._reason)
