"""Rate limits: a sliding window for each identity or address."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor

from cachetools import LRUCache

from barograph.config import Settings

__all__ = ["Allowance", "RateLimiter", "RateLimits"]


@dataclass(frozen=True, slots=True)
class Allowance:
    """Whether a request may pass, how many more may, and when the window is free again."""

    is_allowed: bool
    limit: int
    remaining: int
    reset_seconds: float
    window_seconds: float

    def to_headers(self) -> dict[str, str]:
        """Return the RateLimit headers."""
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(ceil(self.reset_seconds)),
            "RateLimit-Policy": f"{self.limit};w={self.window_seconds:g}",
        }


@dataclass(slots=True)
class _Window:
    number: int
    current: int = 0
    previous: int = 0


class RateLimiter:
    """Counts requests in two neighbouring windows and weighs the older one by what is left of it.

    That is a sliding window in two numbers a caller; at most ``callers`` are remembered.
    """

    def __init__(
        self,
        limit: int,
        window_seconds: float = 60.0,
        callers: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = limit
        self._window_seconds = window_seconds
        self._clock = clock
        self._windows: LRUCache[str, _Window] = LRUCache(callers)

    @property
    def is_on(self) -> bool:
        """Whether there is a limit at all."""
        return self._limit > 0

    def take(self, caller: str) -> Allowance:
        """Count one request of a caller and tell whether it may pass; a refused one is not counted."""
        number, share = divmod(self._clock() / self._window_seconds, 1.0)
        window = self._window_of(caller, int(number))
        used = window.previous * (1 - share) + window.current
        if used + 1 > self._limit:
            return Allowance(False, self._limit, 0, self._wait_seconds(window, share), self._window_seconds)
        window.current += 1
        remaining = max(0, floor(self._limit - used - 1))
        return Allowance(
            True, self._limit, remaining, (1 - share) * self._window_seconds, self._window_seconds
        )

    def _window_of(self, caller: str, number: int) -> _Window:
        window = self._windows.get(caller)
        if window is None:
            window = self._windows[caller] = _Window(number)
        elif window.number != number:
            window.previous = window.current if window.number == number - 1 else 0
            window.number, window.current = number, 0
        return window

    def _wait_seconds(self, window: _Window, share: float) -> float:
        """Return when the weighted sum leaves room for one more."""
        if window.current + 1 <= self._limit:
            weight = (self._limit - 1 - window.current) / window.previous
            return (1 - weight - share) * self._window_seconds
        weight = (self._limit - 1) / window.current
        return (1 - share + 1 - weight) * self._window_seconds


@dataclass(frozen=True, slots=True)
class RateLimits:
    """One limit for what changes something, and a wider one for what only reads: a page asks many at once."""

    changes: RateLimiter
    reads: RateLimiter

    @classmethod
    def of(cls, settings: Settings, clock: Callable[[], float]) -> "RateLimits":
        """Return the limits that the settings name."""
        return cls(
            RateLimiter(settings.api_rate_limit_per_minute, clock=clock),
            RateLimiter(settings.api_read_limit_per_minute, clock=clock),
        )
