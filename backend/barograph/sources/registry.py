"""Sources by type: built-in ones and those of third parties come in by the same entry points."""

from collections.abc import Callable, Iterable
from functools import cache
from importlib.metadata import EntryPoint, entry_points

from barograph.config.datasource import DataSourceSpec
from barograph.errors import InternalError, ValidationFailed
from barograph.sources.base import FrameSource
from barograph.sources.failover import FailoverSource
from barograph.sources.http.transport import AddressGuard, allow_all
from barograph.sources.surroundings import Surroundings

__all__ = ["GROUP", "SourceBuilder", "SourceRegistry"]

GROUP = "barograph.sources"

SourceBuilder = Callable[[DataSourceSpec, str, Surroundings], FrameSource]
"""Builds the source at one address of a specification."""


class SourceRegistry:
    """Builds a source from its specification, with all its addresses behind one failover."""

    def __init__(
        self, points: Iterable[EntryPoint], *, max_series: int = 20_000, guard: AddressGuard = allow_all
    ) -> None:
        self._points: dict[str, EntryPoint] = {}
        for point in sorted(points, key=lambda point: not point.value.startswith("barograph.")):
            self._points.setdefault(point.name, point)
        self._max_series = max_series
        self._guard = guard

    @classmethod
    def installed(cls, *, max_series: int = 20_000, guard: AddressGuard = allow_all) -> "SourceRegistry":
        """Return the registry of everything that is installed here."""
        return cls(_installed_points(), max_series=max_series, guard=guard)

    @property
    def types(self) -> tuple[str, ...]:
        """The types that can be built, in alphabetical order."""
        return tuple(sorted(self._points))

    def build(self, spec: DataSourceSpec) -> FailoverSource:
        """Build the source; no connection is made yet."""
        builder = self._load(spec.type)
        surroundings = Surroundings.of(spec, self._max_series, self._guard)
        return FailoverSource([(url, builder(spec, url, surroundings)) for url in spec.urls])

    def _load(self, kind: str) -> SourceBuilder:
        if kind not in self._points:
            known = ", ".join(f"`{name}`" for name in self.types)
            raise ValidationFailed(
                f"There is no data source type `{kind}`. Known are {known}.",
                detail={"field": "type", "known": list(self.types)},
            )
        try:
            builder: SourceBuilder = self._points[kind].load()
        except (ImportError, AttributeError) as error:
            raise InternalError(
                f"The data source type `{kind}` can't be loaded: {error}. Reinstall the package it is from."
            ) from error
        return builder


@cache
def _installed_points() -> tuple[EntryPoint, ...]:
    """Look through the installed packages, once."""
    return tuple(entry_points(group=GROUP))
