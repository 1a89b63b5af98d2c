"""A stopping process says goodbye to its sockets at once, so that clients go elsewhere and nobody waits."""

import signal
from collections.abc import Callable
from types import FrameType

import gevent

__all__ = ["call_on_sigterm"]


def call_on_sigterm(stop: Callable[[], None]) -> None:
    """Call `stop` in a greenlet of its own when SIGTERM comes, then whatever was to be called before."""
    before = signal.getsignal(signal.SIGTERM)

    def on_sigterm(number: int, frame: FrameType | None) -> None:
        # The signal may interrupt a write to a socket, so nothing is done to sockets right here.
        gevent.spawn(stop)
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, on_sigterm)
