"""The engine process: runs an engine until it is told to stop."""

import os
import signal
from threading import Event, Timer
from types import FrameType

from barograph.runtime.child_process import begin_child
from barograph.runtime.engine import Engine
from barograph.runtime.foundation import lay_foundation

__all__ = ["main"]

_PATIENCE = 0.6


def main() -> None:
    """Run the engine until SIGTERM."""
    settings = begin_child()
    stopping = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        _end_after(settings.shutdown_seconds * _PATIENCE)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    foundation = lay_foundation(settings)
    try:
        Engine(foundation, os.environ).run(stopping)
    finally:
        foundation.close()


def _end_after(seconds: float) -> None:
    """End whatever still runs by then: a tick that is cut off is judged again by the next engine."""
    watchdog = Timer(seconds, os._exit, (0,))
    watchdog.daemon = True
    watchdog.start()


if __name__ == "__main__":
    main()
