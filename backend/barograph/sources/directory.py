"""The data sources in use, by tenant and name, each with the windows that were read from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from threading import Lock

import structlog

from barograph.config.datasource import DataSourceSpec
from barograph.errors import BarographError, NotFound, SourceMisconfigured
from barograph.sources.base import FrameSource
from barograph.sources.limits import QueryLimits
from barograph.sources.readings import ReadingWindows
from barograph.sources.unbuilt import UnbuiltSource
from barograph.sources.windows import WindowCache, WindowShelf

__all__ = ["OpenSource", "SourceDirectory", "SourceKey"]

_log = structlog.get_logger(__name__)

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
    """Builds sources when the set of them changes, and leaves alone those that stayed as they were.

    One that can't be built is tried again each time and stops no other: until it can, the former one of its
    name answers, or where there was none, an error that says why.
    """

    def __init__(
        self,
        build: Callable[[DataSourceSpec], FrameSource],
        max_series: int = 20_000,
        window_bytes: int = 512 * 1024 * 1024,
    ) -> None:
        self._build = build
        self._max_series = max_series
        self._window_bytes = window_bytes
        self._lock = Lock()
        self._open: dict[SourceKey, OpenSource] = {}
        self._problems: dict[SourceKey, str] = {}
        self._refused: dict[SourceKey, str] = {}

    @property
    def problems(self) -> tuple[str, ...]:
        """Which data sources can't be built, and why."""
        with self._lock:
            return tuple(self._problems.values())

    def replace(
        self, specs: Mapping[SourceKey, DataSourceSpec], refused: Mapping[SourceKey, str] | None = None
    ) -> None:
        """Make these the data sources there are; those that are ``refused`` say why to who asks for them."""
        with self._lock:
            before, told = self._open, set(self._problems.values())
            self._refused = dict(refused or {})
            self._problems = dict(self._refused)
            self._open = {key: self._take_up(key, spec, before.get(key)) for key, spec in specs.items()}
            for problem in set(self._problems.values()) - told:
                _log.error("a data source is not in force", reason=problem)

    def get(self, tenant: str, name: str) -> OpenSource:
        """Return a data source by its name."""
        with self._lock:
            found, refused = self._open.get((tenant, name)), self._refused.get((tenant, name))
            known = sorted(own for of, own in self._open if of == tenant)
        if found is None and refused is not None:
            raise SourceMisconfigured(refused)
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

    def forget_beyond(self, time_ms: int) -> None:
        """Let every source be asked anew for windows that reach beyond a moment."""
        for opened in self.all.values():
            opened.windows.forget_beyond(time_ms)

    def _take_up(self, key: SourceKey, spec: DataSourceSpec, former: OpenSource | None) -> OpenSource:
        kept = None if former is None or isinstance(former.source, UnbuiltSource) else former
        if kept is not None and kept.spec == spec:
            return kept
        try:
            return self._make(spec, self._build(spec))
        except Exception as error:
            reason = error.message if isinstance(error, BarographError) else repr(error)
            self._problems[key] = f"The data source `{spec.name}` can't be built: {reason}"
            return kept or self._make(spec, UnbuiltSource(self._problems[key]))

    def _make(self, spec: DataSourceSpec, source: FrameSource) -> OpenSource:
        shelf, limits = WindowShelf(self._window_bytes), QueryLimits(self._max_series, spec.max_samples)
        windows = WindowCache(source, shelf, limits)
        return OpenSource(spec, source, windows, ReadingWindows(source, shelf, limits))
