"""The sources of a deployment: provisioned ones, and those that settings name."""

import os
from collections.abc import Callable, Mapping, Sequence

import structlog

from barograph.config import Settings
from barograph.config.datasource import DataSourceSpec
from barograph.config.durations import Duration
from barograph.config.kinds import SOURCES
from barograph.config.named_files import NamedSet
from barograph.errors import Conflict, ValidationFailed
from barograph.security.outbound import OutboundGuard
from barograph.sources.base import SourceHealth
from barograph.sources.collection import CollectionRecorder
from barograph.sources.directory import SourceDirectory
from barograph.sources.queries import QueryReader
from barograph.sources.registry import SourceRegistry
from barograph.sources.scrapes import ScrapeReader
from barograph.storage.datasource_rows import StoredDataSource, UnreadableDataSource
from barograph.storage.datasources import DataSources
from barograph.telemetry.timings import Timings

__all__ = ["SourceSet", "open_sources", "provisioned_sources"]

_log = structlog.get_logger(__name__)
_TENANT = "default"
_ORIGIN = "provisioning"


class SourceSet:
    """Answers queries from the source that each one names."""

    def __init__(
        self,
        directory: SourceDirectory,
        recorder: CollectionRecorder,
        timings: Timings,
        read_files: Callable[[], Sequence[DataSourceSpec]],
    ) -> None:
        self._read_files = read_files
        self._file_problems: tuple[str, ...] = ()
        self.directory = directory
        self.recorder = recorder
        self.timings = timings
        self.queries = QueryReader(directory, recorder)
        self.scrapes = ScrapeReader(directory)

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with files or data sources, so that something of them is not in force."""
        return (*self._file_problems, *self.directory.problems)

    def follow(self, store: DataSources, now_ms: int) -> None:
        """Take up what the files and the API say; while the files are wrong, the last good ones count."""
        try:
            store.provision(_TENANT, _ORIGIN, self._read_files(), now_ms)
            self._file_problems = ()
        except (ValidationFailed, Conflict) as error:
            if self._file_problems != (error.message,):
                _log.error("data sources are not reloaded", reason=error.message)
            self._file_problems = (error.message,)
        found = store.look()
        self.directory.replace(
            {(one.tenant, one.spec.name): one.spec for one in found if isinstance(one, StoredDataSource)},
            {
                (one.tenant, one.name): one.mistake.message
                for one in found
                if isinstance(one, UnreadableDataSource)
            },
        )

    def languages(self) -> dict[str, str]:
        """Return the language of each source by its name."""
        return {name: one.spec.language for (_, name), one in self.directory.all.items()}

    def check(self) -> dict[str, tuple[str, SourceHealth]]:
        """Ask every source how it is; returns type and health by name."""
        return {name: (one.spec.type, one.source.check()) for (_, name), one in self.directory.all.items()}


def open_sources(settings: Settings, environment: Mapping[str, str] | None = None) -> SourceSet:
    """Make the sources that the provisioning folder and the settings name."""
    guard = OutboundGuard.of(settings)
    registry = SourceRegistry.installed(max_series=settings.engine_max_series, guard=guard)
    directory = SourceDirectory(registry.build, settings.engine_max_series)
    known = os.environ if environment is None else environment
    files = SOURCES.follow(settings.provisioning_dir, known)
    specs = _with_settings(settings, files())
    directory.replace({(_TENANT, spec.name): spec for spec in specs})
    timings = Timings()
    recorder = CollectionRecorder(observe=timings.observe)
    return SourceSet(directory, recorder, timings, lambda: _with_settings(settings, files()))


def provisioned_sources(settings: Settings, environment: Mapping[str, str]) -> list[DataSourceSpec]:
    """Return the sources of the files, and those of settings where no file has one of that name."""
    return _with_settings(settings, SOURCES.read_folder(settings.provisioning_dir, environment))


def _with_settings(settings: Settings, found: NamedSet[DataSourceSpec]) -> list[DataSourceSpec]:
    specs = found.accepted("data sources")
    named = {spec.name for spec in specs}
    addresses = {"prometheus": settings.prometheus_url, "loki": settings.loki_url}
    known = SourceRegistry.installed().types
    return [
        *specs,
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
