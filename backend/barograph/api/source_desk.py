"""What the API does with data sources: keep them, try them, and look things up in them."""

import time
from threading import Lock

from barograph.config import Settings
from barograph.config.datasource import DataSourceSpec
from barograph.errors import ValidationFailed
from barograph.security.outbound import OutboundGuard
from barograph.security.secret_key import load_secret_key
from barograph.security.vault import SecretVault
from barograph.sources.base import SourceHealth
from barograph.sources.failover import FailoverSource
from barograph.sources.registry import SourceRegistry
from barograph.sources.suggestions import SuggestingSource, Suggestions
from barograph.storage.database import Database
from barograph.storage.datasources import DataSources, StoredDataSource

__all__ = ["SourceDesk"]

_HEALTH_SECONDS = 10.0
_Key = tuple[str, str, int]


class SourceDesk:
    """Knows the stored data sources and asks the real ones; an answer about health is kept for a while."""

    def __init__(
        self, store: DataSources, registry: SourceRegistry, health_seconds: float = _HEALTH_SECONDS
    ) -> None:
        self.store = store
        self._registry = registry
        self._health_seconds = health_seconds
        self._lock = Lock()
        self._built: dict[_Key, FailoverSource] = {}
        self._healths: dict[_Key, tuple[float, SourceHealth]] = {}

    @classmethod
    def of(cls, settings: Settings, database: Database) -> "SourceDesk":
        """Make the desk that settings and database describe."""
        guard = OutboundGuard.of(settings)
        registry = SourceRegistry.installed(max_series=settings.engine_max_series, guard=guard)
        return cls(DataSources(database, SecretVault(load_secret_key(settings))), registry)

    def languages(self) -> dict[str, str]:
        """Return the language of each stored source by its name."""
        return {stored.spec.name: stored.spec.language for stored in self.store.all()}

    def test(self, spec: DataSourceSpec) -> SourceHealth:
        """Ask a source that is not stored yet how it is."""
        return self._registry.build(spec).check()

    def check_buildable(self, spec: DataSourceSpec) -> None:
        """Refuse what can't be built: a type that is not installed, or a file that can't be read."""
        if spec.type not in self._registry.types:
            raise ValidationFailed(
                f"There is no data source type `{spec.type}`. Known are {', '.join(self._registry.types)}.",
                detail={"fields": [{"field": "type", "message": "is not known"}]},
            )
        self._registry.build(spec)

    def health(self, stored: StoredDataSource) -> SourceHealth:
        """Ask a stored source how it is, at most once in a while."""
        key = _key_of(stored)
        with self._lock:
            kept = self._healths.get(key)
        if kept is not None and time.monotonic() - kept[0] < self._health_seconds:
            return kept[1]
        health = self._source(stored).check()
        with self._lock:
            self._healths[key] = (time.monotonic(), health)
        return health

    def proofread(self, tenant: str, name: str, expression: str) -> None:
        """Let a source read an expression; raises SourceRejectedQuery where it is wrong."""
        self._source(self.store.get(tenant, name)).proofread(expression)

    def suggestions(self, stored: StoredDataSource) -> Suggestions:
        """Return what to suggest to people who write a query."""
        source = self._source(stored).preferred
        if not isinstance(source, SuggestingSource):
            raise ValidationFailed(f"A data source of the type {stored.spec.type} suggests no names.")
        return source.suggestions

    def _source(self, stored: StoredDataSource) -> FailoverSource:
        key = _key_of(stored)
        with self._lock:
            if key not in self._built:
                self._forget_older(key)
                self._built[key] = self._registry.build(stored.spec)
            return self._built[key]

    def _forget_older(self, key: _Key) -> None:
        for known in [known for known in self._built if known[:2] == key[:2]]:
            self._built.pop(known)
            self._healths.pop(known, None)


def _key_of(stored: StoredDataSource) -> _Key:
    return stored.tenant, stored.spec.name, stored.revision
