"""The last events, encoded: a thousand clients that come back at once cost no query."""

from bisect import bisect_right
from collections.abc import Iterator

from barograph.domain import Event

__all__ = ["RecentEvents"]


class RecentEvents:
    """A bounded run of the log without holes, up to the last event that was sent out."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._ids: list[int] = []
        self._entries: list[tuple[Event, bytes]] = []
        self.newest_id = 0
        self._complete_after_id = 0

    def start_at(self, newest_id: int) -> None:
        """Begin after an event, without knowing the ones before it."""
        self.newest_id = self._complete_after_id = newest_id
        self._ids.clear()
        self._entries.clear()

    def append(self, event: Event, frame: bytes) -> None:
        """Remember the next event and forget the oldest."""
        self._ids.append(event.id)
        self._entries.append((event, frame))
        self.newest_id = event.id
        # Forgetting many at once keeps an append cheap.
        if len(self._ids) > 2 * self._size:
            surplus = len(self._ids) - self._size
            self._complete_after_id = self._ids[surplus - 1]
            del self._ids[:surplus]
            del self._entries[:surplus]

    def covers(self, event_id: int) -> bool:
        """Tell whether everything after this id is here."""
        return event_id >= self._complete_after_id

    def after(self, event_id: int) -> Iterator[tuple[Event, bytes]]:
        """Return what came after an id that is covered."""
        return iter(self._entries[bisect_right(self._ids, event_id) :])
