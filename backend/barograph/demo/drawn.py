"""A small memory for what was drawn last."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import LRUCache

__all__ = ["Drawn"]

_Value = TypeVar("_Value")


class Drawn(Generic[_Value]):
    """Keeps the last values drawn; two threads may draw the same one, which is the same anyway."""

    def __init__(self, capacity: int) -> None:
        self._kept: LRUCache[tuple[object, ...], _Value] = LRUCache(capacity)
        self._lock = Lock()

    def get(self, key: tuple[object, ...], draw: Callable[[], _Value]) -> _Value:
        """Return the value of a key, drawn now where it is not kept."""
        with self._lock:
            if key in self._kept:
                return self._kept[key]
        value = draw()
        with self._lock:
            self._kept[key] = value
        return value
