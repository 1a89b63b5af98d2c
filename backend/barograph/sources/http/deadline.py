"""A bound on a whole exchange: dripping bytes resets every time-out of a socket, but not this one."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

__all__ = ["Deadline", "watch_socket"]


class Deadline:
    """Cuts the connection of the running exchange when its time is up."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = monotonic() + seconds
        self._timer: threading.Timer | None = None
        self.is_cut = False

    @property
    def remaining_seconds(self) -> float:
        """How much time is left, never negative."""
        return max(0.0, self._end - monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the time is up."""
        return self.is_cut or monotonic() >= self._end

    @contextmanager
    def running(self) -> Iterator["Deadline"]:
        """Make this the deadline of every exchange that the block starts in this thread."""
        token = _CURRENT.set(self)
        try:
            yield self
        finally:
            _CURRENT.reset(token)
            self._stop_watching()

    def watch(self, connection: socket.socket) -> None:
        """Cut this connection when the time is up, whatever its own time-outs say."""
        self._stop_watching()
        self._timer = threading.Timer(self.remaining_seconds, self._cut, (connection,))
        self._timer.daemon = True
        self._timer.start()

    def _stop_watching(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _cut(self, connection: socket.socket) -> None:
        self.is_cut = True
        try:
            # The plain shutdown wakes a reader in another thread; that of a TLS socket is not safe there.
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
        except OSError:
            return


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def watch_socket(connection: socket.socket) -> None:
    """Let the deadline of this thread, where there is one, watch a connection."""
    deadline = _CURRENT.get()
    if deadline is not None:
        deadline.watch(connection)
