"""A circuit breaker: a server that keeps failing is left alone for a while."""

from collections.abc import Callable
from threading import Lock

from barograph.errors import SourceUnavailable

__all__ = ["CircuitBreaker"]

_LONGEST_REST_FACTOR = 8


class CircuitBreaker:
    """Opens after so many failures in a row, then lets one call through after each rest.

    The rest doubles with each failed trial, up to eight times the first.
    """

    def __init__(self, failures: int, rest_seconds: float, clock: Callable[[], float]) -> None:
        self._allowed_failures = failures
        self._first_rest = rest_seconds
        self._clock = clock
        self._lock = Lock()
        self._failures = 0
        self._rest = rest_seconds
        self._closed_until = 0.0

    @property
    def is_open(self) -> bool:
        """Whether calls are refused now."""
        with self._lock:
            return self._clock() < self._closed_until

    def check(self, name: str) -> None:
        """Refuse the call at once while the server rests."""
        with self._lock:
            wait = self._closed_until - self._clock()
            if wait > 0:
                raise SourceUnavailable(
                    f"{name} failed {self._failures} times in a row and is left alone for {wait:.0f} s more. "
                    "Check that it runs.",
                    retry_after_seconds=wait,
                    detail={"reason": "circuit_open", "failures": self._failures},
                )
            if self._failures >= self._allowed_failures:
                # This caller is the trial; the others rest on until it reports.
                self._closed_until = self._clock() + self._rest

    def record_success(self) -> None:
        """Close the circuit."""
        with self._lock:
            self._failures, self._rest, self._closed_until = 0, self._first_rest, 0.0

    def record_failure(self) -> None:
        """Count a failure and open the circuit where it was one too many."""
        with self._lock:
            self._failures += 1
            if self._failures > self._allowed_failures:
                self._rest = min(self._rest * 2, self._first_rest * _LONGEST_REST_FACTOR)
            if self._failures >= self._allowed_failures:
                self._closed_until = self._clock() + self._rest
