"""The sources of a deployment: provisioned ones, and the one that a setting names."""

import os
from collections.abc import Mapping

from barograph.config import Settings
from barograph.config.datasource import DataSourceSpec
from barograph.config.datasource_files import find_datasource_files, read_datasources
from barograph.config.detector import QuerySpec
from barograph.config.durations import Duration
from barograph.domain import Frame
from barograph.errors import ValidationFailed
from barograph.sources.base import SourceHealth
from barograph.sources.collection import CollectionRecorder
from barograph.sources.directory import SourceDirectory
from barograph.sources.queries import QueryReader
from barograph.sources.registry import SourceRegistry

__all__ = ["SourceSet", "open_sources", "provisioned_sources"]

_TENANT = "default"


class SourceSet:
    """Answers queries from the source that each one names."""

    def __init__(self, directory: SourceDirectory, recorder: CollectionRecorder) -> None:
        self.directory = directory
        self.recorder = recorder
        self._reader = QueryReader(directory, recorder)

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        """Return the last points of a query, asking the source only for what is not here yet."""
        return self._reader.window(tenant, query, end_ms, points)

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        """Return a long range of a query, straight from the source."""
        return self._reader.history(tenant, query, start_ms, end_ms)

    def check(self) -> dict[str, SourceHealth]:
        """Ask every source how it is."""
        return {name: opened.source.check() for (_, name), opened in self.directory.all.items()}


def open_sources(settings: Settings, environment: Mapping[str, str] | None = None) -> SourceSet:
    """Make the sources that the provisioning folder and the settings name."""
    registry = SourceRegistry.installed(max_series=settings.engine_max_series)
    directory = SourceDirectory(registry.build)
    specs = provisioned_sources(settings, os.environ if environment is None else environment)
    directory.replace({(_TENANT, spec.name): spec for spec in specs})
    return SourceSet(directory, CollectionRecorder())


def provisioned_sources(settings: Settings, environment: Mapping[str, str]) -> list[DataSourceSpec]:
    """Return the sources of the files, and `prometheus` from its setting where no file has one."""
    found = read_datasources(find_datasource_files(settings.provisioning_dir), environment)
    if not found.is_valid:
        raise ValidationFailed(
            "The data sources are wrong. " + " · ".join(str(mistake) for mistake in found.mistakes)
        )
    specs = list(found.specs)
    if settings.prometheus_url and all(spec.name != "prometheus" for spec in specs):
        specs.append(
            DataSourceSpec(
                name="prometheus",
                type="prometheus",
                urls=(settings.prometheus_url,),
                timeout=Duration(int(settings.source_timeout_seconds * 1000)),
                concurrency=settings.source_concurrency,
            )
        )
    return specs
