"""One open socket: writes without ever waiting, keeps little, and knows how far its client has come."""

import os
import time
from collections.abc import Callable

from barograph.live.backlog import Backlog
from barograph.live.closing import CloseCode
from barograph.live.frames import close_frame
from barograph.live.parser import FrameParser
from barograph.live.topics import Interest
from barograph.live.visitor import Visitor
from barograph.live.wire import Loop, Watcher

__all__ = ["Connection"]

_MOST_HELD = 10_000
_NOTHING: Interest = frozenset()


class Connection:
    """A client's descriptor with a bounded backlog; whoever reads too slowly is told from where to resume.

    The descriptor is non-blocking. A frame that does not fit into the kernel's buffer waits here, with all
    that follow, until the socket is writable: one pending writer a client, and nobody waits for another.
    """

    __slots__ = (
        "_backlog",
        "_descriptor",
        "_loop",
        "_on_lost",
        "_reader",
        "channels",
        "heard_at",
        "held",
        "inbox",
        "interest",
        "is_closed",
        "is_closing",
        "largest_backlog_bytes",
        "number",
        "parser",
        "reached_id",
        "skip_to_id",
        "spent_until",
        "visitor",
    )

    def __init__(
        self,
        descriptor: int,
        *,
        visitor: Visitor,
        parser: FrameParser,
        loop: Loop,
        largest_backlog_bytes: int,
        on_lost: "Callable[[Connection], None]",
    ) -> None:
        self._descriptor = descriptor
        self._loop = loop
        self._on_lost = on_lost
        self._backlog: Backlog | None = None
        self._reader: Watcher | None = None
        self.number = descriptor
        self.visitor = visitor
        self.parser = parser
        self.largest_backlog_bytes = largest_backlog_bytes
        self.interest = _NOTHING
        self.channels: frozenset[str] = frozenset()
        self.held: list[tuple[bytes, int]] | None = None
        self.inbox: list[bytes] = []
        self.heard_at = time.monotonic()
        self.reached_id = 0
        self.skip_to_id = 0
        self.spent_until = 0.0
        self.is_closing = False
        self.is_closed = False

    def start_reading(self, on_readable: "Callable[[Connection], None]") -> None:
        """Call back whenever the client sent something."""
        self._reader = self._loop.on_readable(self._descriptor, on_readable, self)

    def read(self, largest_bytes: int = 65_536) -> bytes | None:
        """Return what arrived, empty when nothing did, None when the client is gone."""
        try:
            return os.read(self._descriptor, largest_bytes) or None
        except BlockingIOError:
            return b""
        except OSError:
            return None

    def deliver(self, frame: bytes, event_id: int) -> None:
        """Send an event in its place: behind those that are being sent again, and never twice."""
        if event_id <= self.skip_to_id:
            return
        if self.held is not None:
            self.held.append((frame, event_id))
            if len(self.held) > _MOST_HELD:
                self.close_slow()
        else:
            self.send(frame, event_id)

    def send(self, frame: bytes, event_id: int = 0) -> None:
        """Write a frame, or as much of it as fits, and keep the rest for later."""
        if self.is_closing:
            return
        written = 0
        if self._backlog is None:
            try:
                written = os.write(self._descriptor, frame)
            except BlockingIOError:
                pass
            except OSError:
                self.abort()
                return
        if written == len(frame):
            self.reached_id = event_id or self.reached_id
            return
        self._keep(frame[written:], event_id)

    def close(self, code: int, reason: str) -> None:
        """Say goodbye after what is already on its way; the socket stays until that is written."""
        if self.is_closing:
            return
        goodbye = close_frame(code, reason)
        if self._backlog is None:
            self.send(goodbye)
        else:
            self._backlog.keep_first()
            self._backlog.add(goodbye, 0)
        self.is_closing = True
        if self._backlog is None:
            self.abort()

    def abort(self) -> None:
        """Let go of the socket now."""
        if self.is_closed:
            return
        self.is_closing = self.is_closed = True
        if self._backlog is not None:
            self._backlog.close()
            self._backlog = None
        if self._reader is not None:
            self._reader.close()
            self._reader = None
        os.close(self._descriptor)
        self._on_lost(self)

    @property
    def backlog_bytes(self) -> int:
        """How much waits to be written."""
        return self._backlog.size if self._backlog is not None else 0

    def blocked_seconds(self, now: float) -> float:
        """How long something has been waiting to be written."""
        return now - self._backlog.since if self._backlog is not None else 0.0

    def _keep(self, frame: bytes, event_id: int) -> None:
        if self._backlog is None:
            self._backlog = Backlog(self._loop.on_writable(self._descriptor, self._write_more))
        self._backlog.add(frame, event_id)
        if self._backlog.size > self.largest_backlog_bytes:
            self.close_slow()

    def close_slow(self) -> None:
        """Part from a client that does not keep up, with the id from which it can resume."""
        on_its_way = self._backlog.first_id if self._backlog is not None else 0
        resume_id = on_its_way or self.reached_id
        self.close(CloseCode.TOO_SLOW, f"too slow: resume from {resume_id}")

    def _write_more(self) -> None:
        backlog = self._backlog
        if backlog is None:
            return
        try:
            while backlog.size:
                event_id = backlog.write_first(self._descriptor)
                if event_id is None:
                    return
                self.reached_id = event_id or self.reached_id
        except OSError:
            self.abort()
            return
        backlog.close()
        self._backlog = None
        if self.is_closing:
            self.abort()
