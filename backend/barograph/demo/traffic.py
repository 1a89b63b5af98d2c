"""What a pod counts: requests by outcome and the CPU they cost, a day at a time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.demo.clockwork import SCRAPE_MS, SCRAPES_PER_DAY, first_scrape_of, load_of_day
from barograph.demo.deploys import restarts_of
from barograph.demo.effects import Quantity
from barograph.demo.noise import Octave, generator_of, wander
from barograph.demo.services import Pod
from barograph.domain import FloatArray

__all__ = ["Departures", "TrafficDay", "count_day"]

_SECONDS = SCRAPE_MS / 1000
_LOAD_WAVES: tuple[Octave, ...] = ((60, 0.02), (600, 0.03), (7200, 0.05))
_POD_WAVES: tuple[Octave, ...] = ((120, 0.02), (3600, 0.02))
_RATIO_WAVES: tuple[Octave, ...] = ((60, 0.10), (1800, 0.12))
_IDLE_CORES = 0.04
_COLD_SCRAPES = 60_000 // SCRAPE_MS

Departures = dict[Quantity, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class TrafficDay:
    """Running sums over a day of one pod: requests that went fast, slowly or wrong, CPU milliseconds."""

    fast: NDArray[np.int32]
    slow: NDArray[np.int32]
    failed: NDArray[np.int32]
    cpu_ms: NDArray[np.int32]


def count_day(seed: int, pod: Pod, day: int, departures: Departures) -> TrafficDay:
    """Draw one day of one pod; what was drawn before a departure begins does not depend on it."""
    service = pod.service
    rate = _rate_of(seed, pod, day) * np.maximum(0.0, 1 + departures.get(Quantity.TRAFFIC, 0.0))
    key = f"{seed}/{pod.name}"
    failing = _share(f"{key}/errors", day, service.error_ratio) + departures.get(Quantity.ERRORS, 0.0)
    slowness = _share(f"{key}/slow", day, service.slow_ratio) + departures.get(Quantity.SLOWNESS, 0.0)
    slowness = np.minimum(slowness + _cold_start(seed, pod, day), 0.95)
    failing = np.clip(failing, 0, 0.95)
    expected = rate * _SECONDS * (1 - failing)
    failed = generator_of(key, "failed", day).poisson(rate * _SECONDS * failing)
    slow = generator_of(key, "slow", day).poisson(expected * slowness)
    fast = _many(generator_of(key, "fast", day), expected * (1 - slowness))
    burnt = (_IDLE_CORES + departures.get(Quantity.CPU, 0.0)) * _SECONDS
    effort = np.exp(wander(f"{key}/cpu", day, _POD_WAVES))
    cpu_ms = 1000 * effort * (burnt + service.cpu_seconds_per_request * (fast + 1.5 * slow + failed))
    return TrafficDay(_running(fast), _running(slow), _running(failed), _running(np.rint(cpu_ms)))


def _rate_of(seed: int, pod: Pod, day: int) -> FloatArray:
    shared = wander(f"{seed}/{pod.service.name}/load", day, _LOAD_WAVES)
    own = wander(f"{seed}/{pod.name}/load", day, _POD_WAVES)
    weight = generator_of(seed, pod.name, "weight").uniform(0.95, 1.05) / pod.service.pod_count
    rate: FloatArray = pod.service.requests_per_second * weight * load_of_day(day) * np.exp(shared + own)
    return rate


def _share(key: str, day: int, base: float) -> FloatArray:
    return base * np.exp(wander(key, day, _RATIO_WAVES))


def _cold_start(seed: int, pod: Pod, day: int) -> FloatArray:
    slowness = np.zeros(SCRAPES_PER_DAY)
    for restart in restarts_of(seed, pod, day, day) - first_scrape_of(day):
        slowness[restart : restart + _COLD_SCRAPES] = 0.02
    return slowness


def _running(counts: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.int32]:
    return np.cumsum(counts, dtype=np.int64).astype(np.int32)


def _many(chance: np.random.Generator, mean: FloatArray) -> FloatArray:
    """Draw counts that are Poisson in all but speed: for large means the normal law is as good."""
    drawn = np.rint(mean + np.sqrt(mean) * chance.standard_normal(mean.shape))
    return np.maximum(drawn, 0.0)
