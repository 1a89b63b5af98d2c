"""How each part of the product is, in a state and a sentence."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from enum import StrEnum

from barograph.errors import StorageUnavailable

__all__ = ["ComponentHealth", "HealthBoard", "HealthState", "Probe"]


class HealthState(StrEnum):
    """How something is, best first. ``unknown`` is for what is not set up or did not answer yet."""

    OK = "ok"
    UNKNOWN = "unknown"
    DEGRADED = "degraded"
    DOWN = "down"

    @classmethod
    def worst(cls, states: "list[HealthState]") -> "HealthState":
        """Return the worst of some states; what is unknown makes nothing worse."""
        ladder = list(cls)
        worst = max(states, key=ladder.index, default=cls.OK)
        return cls.OK if worst is cls.UNKNOWN else worst


@dataclass(frozen=True, slots=True)
class ComponentHealth:
    """The verdict on one part, in a sentence that a person can act on."""

    state: HealthState
    sentence: str
    latency_seconds: float | None = None


Probe = Callable[[], ComponentHealth]
_MOST_AT_ONCE = 16


class HealthBoard:
    """Asks all probes at once and waits no longer than the deadline for the slowest.

    A verdict is kept for ``fresh_seconds``, so that a crowd of load balancers costs no more than one. A
    probe that hangs is not asked again before it came back.
    """

    def __init__(
        self,
        probes: Mapping[str, Probe],
        deadline_seconds: float = 2.0,
        fresh_seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._probes = dict(probes)
        self._deadline_seconds = deadline_seconds
        self._fresh_seconds = fresh_seconds
        self._clock = clock
        self._pool = ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="health")
        self._running: dict[str, Future[ComponentHealth]] = {}
        self._last: dict[str, ComponentHealth] = {}
        self._asked_at = float("-inf")

    def add(self, name: str, probe: Probe) -> None:
        """Look at one more component."""
        self._probes[name] = probe

    def look(self) -> dict[str, ComponentHealth]:
        """Return the health of every component under its name."""
        if self._clock() - self._asked_at >= self._fresh_seconds:
            for name, probe in self._probes.items():
                if name not in self._running or self._running[name].done():
                    self._running[name] = self._pool.submit(_ask, probe, self._clock)
            wait(self._running.values(), timeout=self._deadline_seconds)
            self._last = {name: self._verdict(future) for name, future in self._running.items()}
            self._asked_at = self._clock()
        return dict(self._last)

    def _verdict(self, future: Future[ComponentHealth]) -> ComponentHealth:
        if future.done():
            return future.result()
        sentence = f"No answer within {self._deadline_seconds:g} s."
        return ComponentHealth(HealthState.DOWN, sentence, self._deadline_seconds)


def _ask(probe: Probe, clock: Callable[[], float]) -> ComponentHealth:
    began = clock()
    try:
        health = probe()
    except StorageUnavailable:
        return ComponentHealth(HealthState.UNKNOWN, "It is not known while the database is away.")
    except Exception as error:
        return ComponentHealth(HealthState.DOWN, f"The check broke: {type(error).__name__}: {error}")
    latency = clock() - began if health.latency_seconds is None else health.latency_seconds
    return ComponentHealth(health.state, health.sentence, latency)
