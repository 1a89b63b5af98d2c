"""The event log as the live part reads it."""

from collections.abc import Sequence
from typing import Protocol

from barograph.domain import Event

__all__ = ["EventReader"]


class EventReader(Protocol):
    """Every committed event in the order of ids; no id ever appears below one that was already read."""

    def after(self, tenant: str, after_id: int, limit: int) -> Sequence[Event]:
        """Return the next events of one tenant after an id."""
        ...

    def follow(self, after_id: int, limit: int) -> Sequence[Event]:
        """Return the next events of all tenants after an id."""
        ...

    def span(self) -> tuple[int, int]:
        """Return the first id that can still be read and the last one given; without any: the next and it."""
        ...
