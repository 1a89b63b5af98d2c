"""Sending again what a client missed: from memory where that reaches back far enough, else from the log."""

from collections.abc import Callable, Sequence
from itertools import islice

from barograph.domain import Event
from barograph.live.connection import Connection
from barograph.live.log import EventReader
from barograph.live.protocol import event_frame
from barograph.live.recent import RecentEvents
from barograph.live.topics import Interest, is_interested

__all__ = ["Replay"]

_PAGE = 100
_PAUSE_SECONDS = 0.01
_Page = Sequence[tuple[Event, bytes | None]]


class Replay:
    """What a client gets again: the events that its new subscriptions want and its old ones did not.

    That ends with ``until_id``, the newest event when it subscribed: what came since is delivered to it.
    """

    def __init__(self, connection: Connection, before: Interest, now: Interest, until_id: int) -> None:
        self.until_id = until_id
        self._connection = connection
        self._before = before
        self._now = now

    def at_once(self, recent: RecentEvents, after_id: int) -> None:
        """Send the few events that came since an id that memory covers."""
        for event, frame in recent.after(after_id):
            self._offer(event, frame)

    def page_by_page(
        self, recent: RecentEvents, log: EventReader, after_id: int, pause: Callable[[float], None]
    ) -> None:
        """Send many, no faster than the client reads; then what came meanwhile."""
        connection, until_id = self._connection, self.until_id
        while after_id < until_id and not connection.is_closing:
            page = self._read(recent, log, after_id)
            for event, frame in page:
                if event.id <= until_id:
                    self._offer(event, frame)
            after_id = page[-1][0].id if page else until_id
            pause(0)
            while connection.backlog_bytes and not connection.is_closing:
                pause(_PAUSE_SECONDS)
        held, connection.held = connection.held or [], None
        sent_id = max(until_id, connection.skip_to_id)
        for frame, event_id in held:
            if event_id > sent_id:
                connection.send(frame, event_id)

    def _read(self, recent: RecentEvents, log: EventReader, after_id: int) -> _Page:
        if recent.covers(after_id):
            return list(islice(recent.after(after_id), _PAGE))
        events = log.after(self._connection.visitor.tenant, after_id, _PAGE)
        return [(event, None) for event in events]

    def _offer(self, event: Event, frame: bytes | None) -> None:
        if event.tenant != self._connection.visitor.tenant or not is_interested(self._now, event):
            return
        if not is_interested(self._before, event):
            self._connection.send(frame or event_frame(event), event.id)
