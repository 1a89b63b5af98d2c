"""What a pod shows as a level: memory, queue, disk, connections; one day at a time."""

from collections.abc import Callable

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS, SCRAPES_PER_DAY, first_scrape_of, load_of_day
from barograph.demo.deploys import MOST_DAYS_BETWEEN_DEPLOYS, restarts_of
from barograph.demo.effects import Quantity
from barograph.demo.noise import wander
from barograph.demo.services import Pod
from barograph.demo.traffic import Departures
from barograph.domain import FloatArray

__all__ = ["GAUGES", "Gauge"]

Gauge = Callable[[int, Pod, int, Departures], FloatArray]
_WARM_UP_SECONDS = 6 * 3600
_DISK_BYTES = 200 * 2.0**30


def _scrapes_of(day: int) -> FloatArray:
    return (first_scrape_of(day) + np.arange(SCRAPES_PER_DAY)).astype(np.float64)


def memory_bytes(seed: int, pod: Pod, day: int, departures: Departures) -> FloatArray:
    """Return resident memory: caches fill after a restart, load adds a little, leaks add more."""
    restarts = restarts_of(seed, pod, day - MOST_DAYS_BETWEEN_DEPLOYS, day)
    scrapes = _scrapes_of(day)
    latest = restarts[np.maximum(np.searchsorted(restarts, scrapes, side="right") - 1, 0)]
    age_seconds = (scrapes - latest) * (SCRAPE_MS / 1000)
    filled = 1 - np.exp(-age_seconds / _WARM_UP_SECONDS)
    noise = wander(f"{seed}/{pod.name}/memory", day, ((30, 0.004), (1800, 0.01)))
    usual = pod.service.memory_bytes * (0.8 + 0.15 * filled + 0.05 * load_of_day(day) + noise)
    return np.rint((usual + departures.get(Quantity.MEMORY, 0.0)) / 4096) * 4096


def queue_messages(seed: int, pod: Pod, day: int, departures: Departures) -> FloatArray:
    """Return waiting messages: few, more in busy hours, many when the consumer is stuck."""
    noise = wander(f"{seed}/{pod.name}/queue", day, ((15, 0.20), (300, 0.20), (3600, 0.15)))
    return np.rint(30 * load_of_day(day) * np.exp(noise) + departures.get(Quantity.QUEUE, 0.0))


def disk_free_bytes(seed: int, pod: Pod, day: int, departures: Departures) -> FloatArray:
    """Return free disk: it fills during the day and is cleaned up at three at night."""
    hours = np.arange(SCRAPES_PER_DAY) * (SCRAPE_MS / 3_600_000)
    noise = wander(f"{seed}/{pod.name}/disk", day, ((60, 0.0005), (3600, 0.002)))
    used = 0.35 + 0.12 * ((hours - 3) % 24) / 24 + noise + departures.get(Quantity.DISK, 0.0)
    return np.rint(_DISK_BYTES * np.clip(1 - used, 0.002, 1) / 4096) * 4096


def disk_size_bytes(seed: int, pod: Pod, day: int, departures: Departures) -> FloatArray:
    """Return the size of the disk."""
    return np.full(SCRAPES_PER_DAY, _DISK_BYTES)


def connections(seed: int, pod: Pod, day: int, departures: Departures) -> FloatArray:
    """Return database connections in use: they follow the load and pile up when answers are slow."""
    noise = wander(f"{seed}/{pod.name}/connections", day, ((15, 0.06), (600, 0.05)))
    waiting = 1 + 3 * departures.get(Quantity.SLOWNESS, 0.0)
    return np.rint(np.minimum(40 * load_of_day(day) * np.exp(noise) * waiting, 200))


GAUGES: dict[str, Gauge] = {
    "memory": memory_bytes,
    "queue": queue_messages,
    "disk_free": disk_free_bytes,
    "disk_size": disk_size_bytes,
    "connections": connections,
}
