"""The event loop as connections see it: watch a descriptor, tell the time."""

from collections.abc import Callable
from typing import Protocol

import gevent
from gevent.hub import Hub

__all__ = ["GeventLoop", "Loop", "Watcher"]

_READ, _WRITE = 1, 2


class Watcher(Protocol):
    """Calls back while a descriptor is ready, until it is closed."""

    def close(self) -> None:
        """Stop and free the watcher; needed before the descriptor is closed."""
        ...


class _Startable(Watcher, Protocol):
    def start(self, callback: Callable[..., None], *arguments: object) -> None: ...


class Loop(Protocol):
    """Watches descriptors; callbacks must not wait for anything."""

    def on_readable(self, descriptor: int, callback: Callable[..., None], *arguments: object) -> Watcher:
        """Call back whenever something can be read."""
        ...

    def on_writable(self, descriptor: int, callback: Callable[..., None], *arguments: object) -> Watcher:
        """Call back whenever something can be written."""
        ...


class GeventLoop:
    """The loop of this process's gevent hub."""

    def on_readable(self, descriptor: int, callback: Callable[..., None], *arguments: object) -> Watcher:
        """Call back whenever something can be read."""
        return self._watch(descriptor, _READ, callback, arguments)

    def on_writable(self, descriptor: int, callback: Callable[..., None], *arguments: object) -> Watcher:
        """Call back whenever something can be written."""
        return self._watch(descriptor, _WRITE, callback, arguments)

    def _watch(
        self, descriptor: int, events: int, callback: Callable[..., None], arguments: tuple[object, ...]
    ) -> Watcher:
        hub: Hub = gevent.get_hub()
        watcher: _Startable = hub.loop.io(descriptor, events)
        watcher.start(callback, *arguments)
        return watcher
