"""From the bus to the sockets: each committed event once, in order, whatever the bus lost or repeated."""

from collections.abc import Callable, Sequence

import structlog

from barograph.domain import Event
from barograph.errors import BarographError
from barograph.live.bus import Notice, Subscription
from barograph.live.frames import text_frame
from barograph.live.hub import SocketHub
from barograph.live.log import EventReader
from barograph.telemetry.trouble import Trouble

__all__ = ["EventFeed"]

_PAGE = 200
_log = structlog.get_logger(__name__)


class EventFeed:
    """Follows the log. The bus only says when to look: a notice with a hole before it, silence for a while
    or an error all end in reading the missing events from the log.
    """

    def __init__(
        self,
        log: EventReader,
        subscription: Subscription,
        hub: SocketHub,
        pause: Callable[[float], None],
        look_seconds: float = 2.0,
    ) -> None:
        self._log = log
        self._subscription = subscription
        self._hub = hub
        self._pause = pause
        self._look_seconds = look_seconds
        self._is_stopped = False
        self.gaps_filled = 0

    def start(self) -> None:
        """Begin at the end of the log."""
        _, newest_id = self._log.span()
        self._hub.recent.start_at(newest_id)

    def run(self) -> None:
        """Follow until stopped."""
        trouble = Trouble(_log, "live.feed_failed", "live.feed_goes_on")
        while not self._is_stopped:
            try:
                self.follow_once(self._subscription.receive(self._look_seconds))
                trouble.end()
            except BarographError as error:
                trouble.note(error)
                self._pause(self._look_seconds)

    def stop(self) -> None:
        """End after the current notice."""
        self._is_stopped = True

    def follow_once(self, notice: Notice | None) -> None:
        """Act on one notice, or on silence."""
        if notice is None:
            self.catch_up()
        elif notice.channel:
            self._hub.send_live(notice.channel, text_frame(notice.message))
        else:
            self._follow(notice.events)

    def catch_up(self) -> None:
        """Read what the bus did not tell."""
        recent = self._hub.recent
        while events := self._log.follow(recent.newest_id, _PAGE):
            self.gaps_filled += len(events)
            for event in events:
                self._send_next(event)
            if len(events) < _PAGE:
                return

    def _follow(self, events: Sequence[Event]) -> None:
        for event in events:
            if event.id > self._hub.recent.newest_id + 1:
                self.catch_up()
            self._send_next(event)

    def _send_next(self, event: Event) -> None:
        # Another greenlet may have caught up while this one was reading.
        if event.id > self._hub.recent.newest_id:
            self._hub.broadcast(event)
