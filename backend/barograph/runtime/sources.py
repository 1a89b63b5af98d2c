"""The sources of a deployment: provisioned ones, and those that settings name."""

import os
from collections.abc import Mapping

from barograph.config import Settings
from barograph.config.datasource import DataSourceSpec
from barograph.config.datasource_files import find_datasource_files, read_datasources
from barograph.config.durations import Duration
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
        self.queries = QueryReader(directory, recorder)

    def check(self) -> dict[str, tuple[str, SourceHealth]]:
        """Ask every source how it is; returns type and health by name."""
        return {name: (one.spec.type, one.source.check()) for (_, name), one in self.directory.all.items()}


def open_sources(settings: Settings, environment: Mapping[str, str] | None = None) -> SourceSet:
    """Make the sources that the provisioning folder and the settings name."""
    registry = SourceRegistry.installed(max_series=settings.engine_max_series)
    directory = SourceDirectory(registry.build)
    specs = provisioned_sources(settings, os.environ if environment is None else environment)
    directory.replace({(_TENANT, spec.name): spec for spec in specs})
    return SourceSet(directory, CollectionRecorder())


def provisioned_sources(settings: Settings, environment: Mapping[str, str]) -> list[DataSourceSpec]:
    """Return the sources of the files, and those of settings where no file has one of that name."""
    found = read_datasources(find_datasource_files(settings.provisioning_dir), environment)
    if not found.is_valid:
        raise ValidationFailed(
            "The data sources are wrong. " + " · ".join(str(mistake) for mistake in found.mistakes)
        )
    named = {spec.name for spec in found.specs}
    addresses = {"prometheus": settings.prometheus_url, "loki": settings.loki_url}
    known = SourceRegistry.installed().types
    return [
        *found.specs,
        *(
            DataSourceSpec(
                name=name,
                type=name,
                urls=(url,),
                timeout=Duration(int(settings.source_timeout_seconds * 1000)),
                concurrency=settings.source_concurrency,
            )
            for name, url in addresses.items()
            if url and name not in named and name in known
        ),
    ]
