"""A small cache: the least recently used leaves first, and nothing stays longer than its time."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import TTLCache

__all__ = ["Cache"]

_Value = TypeVar("_Value")


class Cache(Generic[_Value]):
    """Keeps at most ``entries`` values for at most ``seconds``; without either it keeps nothing."""

    def __init__(self, entries: int, seconds: float, clock: Callable[[], float]) -> None:
        self.is_on = entries > 0 and seconds > 0
        self._values: TTLCache[Hashable, _Value] = TTLCache(max(1, entries), max(seconds, 1e-9), clock)
        self._lock = Lock()
        self.hits = 0
        self.misses = 0

    def get_or_make(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """Return the value under a key, made now where there is none. What raises is not kept."""
        if not self.is_on:
            return make()
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self.hits += 1
                return value
            self.misses += 1
        value = make()
        with self._lock:
            self._values[key] = value
        return value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()

    def __len__(self) -> int:
        return len(self._values)
