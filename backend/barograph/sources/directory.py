"""The data sources in use, by tenant and name, each with the windows that were read from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock

from barograph.config.datasource import DataSourceSpec
from barograph.errors import NotFound
from barograph.sources.base import FrameSource
from barograph.sources.readings import ReadingWindows
from barograph.sources.windows.cache import WindowCache

__all__ = ["OpenSource", "SourceDirectory", "SourceKey"]

SourceKey = tuple[str, str]
"""Tenant and name."""


@dataclass(frozen=True, slots=True)
class OpenSource:
    """A source that can be asked, the specification it was built from, and its windows."""

    spec: DataSourceSpec
    source: FrameSource
    windows: WindowCache
    readings: ReadingWindows


class SourceDirectory:
    """Builds sources when the set of them changes, and leaves alone those that stayed as they were."""

    def __init__(
        self, build: Callable[[DataSourceSpec], FrameSource], window_bytes: int = 512 * 1024 * 1024
    ) -> None:
        self._build = build
        self._window_bytes = window_bytes
        self._lock = Lock()
        self._open: dict[SourceKey, OpenSource] = {}

    def replace(self, specs: Mapping[SourceKey, DataSourceSpec]) -> None:
        """Make these the data sources there are."""
        with self._lock:
            before = self._open
            self._open = {
                key: kept if (kept := before.get(key)) and kept.spec == spec else self._make(spec)
                for key, spec in specs.items()
            }

    def get(self, tenant: str, name: str) -> OpenSource:
        """Return a data source by its name."""
        with self._lock:
            found = self._open.get((tenant, name))
            known = sorted(own for of, own in self._open if of == tenant)
        if found is None:
            close = get_close_matches(name, known, n=1)
            hint = f"Did you mean `{close[0]}`?" if close else f"There are {', '.join(known) or 'none'}."
            raise NotFound(f"There is no data source `{name}`. {hint}", detail={"known": known})
        return found

    @property
    def all(self) -> Mapping[SourceKey, OpenSource]:
        """Every data source."""
        with self._lock:
            return dict(self._open)

    def _make(self, spec: DataSourceSpec) -> OpenSource:
        source = self._build(spec)
        return OpenSource(
            spec,
            source,
            WindowCache(source, self._window_bytes),
            ReadingWindows(source, self._window_bytes),
        )
