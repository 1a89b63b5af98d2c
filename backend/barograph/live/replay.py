"""Sending again what a client missed: from memory where that reaches back far enough, else from the log."""

from collections.abc import Callable

from barograph.domain import Event
from barograph.live.connection import Connection
from barograph.live.log import EventReader
from barograph.live.protocol import event_frame
from barograph.live.recent import RecentEvents
from barograph.live.topics import Interest, is_interested

__all__ = ["Replay"]

_PAGE = 200
_PAUSE_SECONDS = 0.01


class Replay:
    """What a client gets again: the events that its new subscriptions want and its old ones did not."""

    def __init__(self, connection: Connection, before: Interest, now: Interest) -> None:
        self._connection = connection
        self._before = before
        self._now = now

    def from_memory(self, recent: RecentEvents, after_id: int) -> None:
        """Send from the events that are kept encoded."""
        for event, frame in recent.after(after_id):
            self._offer(event, frame)

    def from_log(
        self, log: EventReader, after_id: int, until_id: int, pause: Callable[[float], None]
    ) -> None:
        """Send from the log, page by page, no faster than the client reads; then what came meanwhile."""
        connection = self._connection
        while after_id < until_id and not connection.is_closing:
            events = log.after(connection.visitor.tenant, after_id, _PAGE)
            for event in events:
                if event.id <= until_id:
                    self._offer(event, None)
            after_id = events[-1].id if events else until_id
            pause(0)
            while connection.backlog_bytes and not connection.is_closing:
                pause(_PAUSE_SECONDS)
        held, connection.held = connection.held or [], None
        sent_id = max(until_id, connection.skip_to_id)
        for frame, event_id in held:
            if event_id > sent_id:
                connection.send(frame, event_id)

    def _offer(self, event: Event, frame: bytes | None) -> None:
        if event.tenant != self._connection.visitor.tenant or not is_interested(self._now, event):
            return
        if not is_interested(self._before, event):
            self._connection.send(frame or event_frame(event), event.id)
