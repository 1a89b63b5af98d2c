"""Keeps the engine's sources up to date, and tells everybody how they are."""

import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from barograph.domain import Event, EventType
from barograph.runtime.foundation import Foundation
from barograph.runtime.sources import SourceSet
from barograph.security.secret_key import load_secret_key
from barograph.security.vault import SecretVault
from barograph.sources.base import SourceHealth
from barograph.sources.directory import SourceKey
from barograph.sources.health_watch import HealthWatch
from barograph.storage.datasources import DataSources

__all__ = ["SourceKeeper"]

_SHOWN_COLLECTIONS = 500


class SourceKeeper:
    """Takes up sources from files and the API, and makes a change of health an event."""

    def __init__(
        self, foundation: Foundation, sources: SourceSet, clock: Callable[[], float] = time.time
    ) -> None:
        vault = SecretVault(load_secret_key(foundation.settings))
        self._foundation = foundation
        self._sources = sources
        self._clock = clock
        self._store = DataSources(foundation.stores.database, vault)
        self._watch = HealthWatch(sources.directory, self._tell)

    def look(self) -> None:
        """Take up what changed and ask the sources how they are; never waits for a source."""
        self._sources.follow(self._store, self._now_ms())
        self._watch.look()

    def settle(self) -> None:
        """Wait until every source that was asked has answered."""
        self._watch.wait()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with data sources or their files, and so not in force."""
        return self._sources.problems

    def health_json(self) -> list[dict[str, object]]:
        """Return tenant, name, type and health of each source that was asked."""
        known = self._sources.directory.all
        return [
            {"tenant": tenant, "name": name, "type": known[tenant, name].spec.type, **asdict(health)}
            for (tenant, name), health in self._watch.last.items()
            if (tenant, name) in known
        ]

    def collections_json(self) -> list[dict[str, Any]]:
        """Return how the collection of each expression goes, the latest ones."""
        statuses: Mapping[tuple[str, str, str], Any] = self._sources.recorder.all
        return [
            {"tenant": tenant, "source": source, "expression": expression, **asdict(status)}
            for (tenant, source, expression), status in list(statuses.items())[-_SHOWN_COLLECTIONS:]
        ]

    def _tell(self, key: SourceKey, health: SourceHealth) -> None:
        tenant, name = key
        payload: dict[str, object] = {"source": name, **asdict(health)}
        event = Event(EventType.SOURCE_HEALTH, tenant, self._now_ms(), payload)
        self._foundation.bus.publish(self._foundation.stores.events.append([event]))

    def _now_ms(self) -> int:
        return int(self._clock() * 1000)
