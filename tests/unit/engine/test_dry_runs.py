from threading import Event as Flag
from typing import Any

from barograph.domain import Event, EventType
from barograph.engine.dry_runs import DryRunHandler
from barograph.storage import Job, JobState, Stores
from tests.unit.storage.making import make_anomaly, opened

HOUR_MS = 3_600_000
NOW_MS = 1_790_000_000_000
SPEC = {
    "name": "tell",
    "when": {"events": ["anomaly_detected"]},
    "then": [{"type": "webhook", "url": "http://example.org"}],
    "cooldown": "1h",
}


class Onlooker:
    """Hears how far the work is, and loses interest at a share that a test chooses."""

    def __init__(self, until: float = 2.0) -> None:
        self.shares: list[float] = []
        self.cancelled = Flag()
        self._until = until

    def __call__(self, share: float) -> None:
        self.shares.append(share)
        if share >= self._until:
            self.cancelled.set()


def try_on(stores: Stores, hours: float, onlooker: Onlooker | None = None, **more: Any) -> dict[str, Any]:
    request = {"automation": {**SPEC, **more}, "hours": hours}
    job = Job("default", "1", "dry_run", JobState.RUNNING, "ada", 0, 0, request=request)
    return DryRunHandler(stores, lambda: NOW_MS / 1000)(job, onlooker or Onlooker())


def open_at(stores: Stores, *moments_ms: int) -> None:
    for at_ms in moments_ms:
        stores.anomalies.record([opened(make_anomaly(at_ms))], now_ms=at_ms)


def stop_often(stores: Stores, times: int, at_ms: int) -> None:
    """Fill the log with events that nobody asks for."""
    stores.events.append(
        [Event(EventType.DETECTOR_STOPPED, "default", at_ms, {}, "latency") for _ in range(times)]
    )


def test_limits_hold_as_they_would_have(stores: Stores) -> None:
    open_at(stores, NOW_MS - HOUR_MS, NOW_MS - HOUR_MS + 1000)
    found = try_on(stores, 2)
    assert [(one["reason"], one["actions"]) for one in found["items"]] == [
        ("acts", ["webhook"]),
        ("cooling_down", []),
    ]
    assert (found["events"], found["matches"], found["runs"]) == (2, 2, 1)
    assert found["since_ms"] == NOW_MS - HOUR_MS, "the log holds nothing older"
    assert try_on(stores, 0.5)["events"] == 0


def test_every_event_that_the_log_holds_is_looked_at(stores: Stores) -> None:
    open_at(stores, NOW_MS - 3 * HOUR_MS)
    stop_often(stores, 60_000, NOW_MS - 2 * HOUR_MS)
    open_at(stores, NOW_MS - HOUR_MS)
    found = try_on(stores, 24)
    assert (found["events"], found["runs"]) == (2, 2)


def test_many_events_that_match_are_counted_and_the_latest_shown(stores: Stores) -> None:
    stop_often(stores, 5_000, NOW_MS - HOUR_MS)
    repeated = {"events": ["detector_stopped"], "repeated": {"times": 1000, "within": "1d"}}
    onlooker = Onlooker()
    found = try_on(stores, 24, onlooker, when=repeated, cooldown="0s", limit={"times": 9999, "within": "1d"})
    assert (found["events"], found["matches"], found["runs"]) == (5_000, 5_000, 1)
    assert len(found["items"]) == 1_000
    assert found["items"][-1]["event_id"] == stores.events.span()[1]
    assert onlooker.shares == sorted(onlooker.shares)
    assert onlooker.shares[-1] == 1.0


def test_who_does_not_want_to_know_any_more_is_not_kept_waiting(stores: Stores) -> None:
    stop_often(stores, 5_000, NOW_MS - HOUR_MS)
    found = try_on(stores, 24, Onlooker(until=0.0), when={"events": ["detector_stopped"]})
    assert found["events"] == 2_000


def test_an_event_that_makes_no_sense_is_left_out(stores: Stores) -> None:
    open_at(stores, NOW_MS - HOUR_MS)
    odd = {"anomaly": {"fingerprint": "x", "severity": "odd", "updated_ms": 1, "started_ms": 1}}
    stores.events.append([Event(EventType.ANOMALY_DETECTED, "default", NOW_MS - 1000, odd)])
    assert try_on(stores, 24)["events"] == 1
