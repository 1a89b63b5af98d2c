"""What waits for one client until the kernel takes it."""

import os
import time
from collections import deque

from barograph.live.wire import Watcher

__all__ = ["Backlog"]


class Backlog:
    """Frames that the kernel did not take yet, at least one. Most connections never have a backlog."""

    __slots__ = ("_frames", "_writer", "since", "size")

    def __init__(self, writer: Watcher) -> None:
        self._frames: deque[tuple[bytes, int]] = deque()
        self._writer = writer
        self.size = 0
        self.since = time.monotonic()

    @property
    def first_id(self) -> int:
        """The event of the frame that is on its way, 0 where it is none."""
        return self._frames[0][1]

    def add(self, frame: bytes, event_id: int) -> None:
        """Let a frame wait behind all others."""
        self._frames.append((frame, event_id))
        self.size += len(frame)

    def keep_first(self) -> None:
        """Keep only the frame of which a part may be sent already: streams are never cut within a frame."""
        first = self._frames[0]
        self._frames.clear()
        self._frames.append(first)
        self.size = len(first[0])

    def write_first(self, descriptor: int) -> int | None:
        """Write the first frame and return its event; None where the kernel did not take all of it."""
        frame, event_id = self._frames[0]
        try:
            written = os.write(descriptor, frame)
        except BlockingIOError:
            return None
        self.size -= written
        if written < len(frame):
            self._frames[0] = (frame[written:], event_id)
            return None
        self._frames.popleft()
        return event_id

    def close(self) -> None:
        """Wait for nothing any more."""
        self._writer.close()
