"""The engine's part of the live benchmark: commits events at their moments and tells the bus.

A program of its own: says that it is ready, reads one JSON line with what to do, and prints one with how
long the commits took.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from barograph.config.settings import Settings
from barograph.domain import Event, EventType
from barograph.live.bus.opening import open_bus
from barograph.storage.database import Database
from barograph.storage.events import EventLog

__all__ = ["EngineReport", "EngineTask", "emit_at_moments", "payload_at"]

_TENANT = "default"


class EngineTask(msgspec.Struct, frozen=True):
    """When to commit how many events; ``start_at`` is on the monotonic clock that all processes share."""

    rate: float
    events: int
    start_at: float


class EngineReport(msgspec.Struct, frozen=True):
    """How long after its scheduled moment each event was committed."""

    commit_ms: list[float]


def payload_at(scheduled: float, number: int) -> dict[str, object]:
    """Return what an anomaly's event looks like: about 400 bytes as a message."""
    anomaly: dict[str, object] = {
        "fingerprint": f"{number:024x}",
        "labels": {"job": "checkout", "instance": "10.0.3.17:9100", "zone": "eu-west-1b"},
        "severity": "warning",
        "direction": "up",
        "peak_score": 0.82,
        "sentence": "412 requests a second, expected 180 to 240, for 3 min",
    }
    return {"scheduled": scheduled, "reason": "opened", "anomaly": anomaly}


def emit_at_moments(task: EngineTask, emit: Callable[[float, int], None]) -> EngineReport:
    """Emit each event at its moment, never earlier; a late one does not move the others."""
    commit_ms = []
    for number in range(task.events):
        scheduled = task.start_at + number / task.rate
        time.sleep(max(0.0, scheduled - time.monotonic()))
        emit(scheduled, number)
        commit_ms.append((time.monotonic() - scheduled) * 1000)
    return EngineReport(commit_ms)


def _main() -> None:
    settings = Settings(state_dir=Path(os.environ["BENCH_STATE_DIR"]))
    database = Database(settings.effective_database_url)
    log, bus = EventLog(database), open_bus(settings)
    sys.stdout.buffer.write(b"ready\n")
    sys.stdout.buffer.flush()

    def commit(scheduled: float, number: int) -> None:
        payload, now_ms = payload_at(scheduled, number), time.time_ns() // 1_000_000
        bus.publish(log.append([Event(EventType.ANOMALY_DETECTED, _TENANT, now_ms, payload, "checkout")]))

    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=EngineTask)
    sys.stdout.buffer.write(msgspec.json.encode(emit_at_moments(task, commit)) + b"\n")
    bus.close()
    database.close()


if __name__ == "__main__":
    _main()
