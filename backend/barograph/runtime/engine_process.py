"""The engine process: runs an engine until it is told to stop."""

import argparse
import os
import signal
from threading import Event, Timer
from types import FrameType

from barograph.config import load_settings
from barograph.runtime.engine import Engine
from barograph.runtime.foundation import lay_foundation
from barograph.runtime.parenthood import end_with_parent
from barograph.telemetry.logs import configure_logs

__all__ = ["main"]

_PATIENCE = 0.6


def main() -> None:
    """Run the engine until SIGTERM."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int)
    parent = parser.parse_args().parent
    if parent:
        end_with_parent(parent)
    stopping = Event()

    settings = load_settings(os.environ).settings

    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()
        _end_after(settings.shutdown_seconds * _PATIENCE)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    configure_logs(settings.log_level, settings.log_format)
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
