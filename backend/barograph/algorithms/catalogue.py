"""The catalogue of algorithms, read by a process of its own: who asks imports none of them.

Some algorithms import large libraries, and in a web worker that would stop every socket for seconds.
"""

import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from threading import Lock
from typing import Any

import orjson
import structlog

from barograph.algorithms.registry import Registry, no_such_algorithm
from barograph.errors import BarographError, InternalError

__all__ = ["Catalogue", "describe_all"]

_log = structlog.get_logger(__name__)
_SECONDS = 60.0


def _read_in_child() -> bytes:
    command = [sys.executable, "-m", __name__]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise InternalError(f"The catalogue of algorithms can't be read: {error}.") from error
    return done.stdout


@dataclass(frozen=True, slots=True)
class _Content:
    items: tuple[Mapping[str, Any], ...]
    broken: Mapping[str, str]


@dataclass(slots=True)
class Catalogue:
    """Describes what is installed; reads it once, when somebody asks."""

    read: Callable[[], bytes] = _read_in_child
    _lock: Lock = field(default_factory=Lock)
    _content: _Content | None = None

    def all(self) -> tuple[Mapping[str, Any], ...]:
        """Return every algorithm that can be loaded, by name; of the others the log tells."""
        return self._read().items

    def get(self, name: str) -> Mapping[str, Any]:
        """Return one algorithm."""
        content = self._read()
        found = next((item for item in content.items if item["name"] == name), None)
        if found is not None:
            return found
        if name in content.broken:
            raise InternalError(content.broken[name])
        raise no_such_algorithm(name, [str(item["name"]) for item in content.items])

    def _read(self) -> _Content:
        with self._lock:
            if self._content is None:
                found = orjson.loads(self.read())
                self._content = _Content(tuple(found["items"]), found["broken"])
                for name, message in found["broken"].items():
                    _log.warning("an algorithm can't be described", algorithm=name, error=message)
            return self._content


def describe_all(registry: Registry) -> dict[str, Any]:
    """Load every algorithm and describe it; one that is broken hides none of the others."""
    items: list[dict[str, Any]] = []
    broken: dict[str, str] = {}
    for name in registry.names:
        try:
            items.append(asdict(registry.describe(name)))
        except BarographError as error:
            broken[name] = error.message
        except Exception as error:
            broken[name] = f"The algorithm `{name}` can't be described: {type(error).__name__}: {error}"
    return {"items": items, "broken": broken}


if __name__ == "__main__":
    sys.stdout.buffer.write(orjson.dumps(describe_all(Registry.installed()), default=str))
