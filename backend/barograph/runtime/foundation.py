"""What every process of the product stands on: settings, stores, the bus, the algorithms."""

import os
from dataclasses import dataclass
from pathlib import Path

from barograph.algorithms.registry import Registry
from barograph.config import Settings
from barograph.config.sink import SinkSpec
from barograph.config.team import TeamSpec
from barograph.live.bus import Bus
from barograph.live.bus.opening import open_bus
from barograph.runtime.file_watch import SpecsInForce
from barograph.runtime.sinks import Queues, follow_sinks
from barograph.runtime.teams import follow_teams
from barograph.storage import Database, Stores

__all__ = ["Foundation", "lay_foundation", "open_database"]


@dataclass(frozen=True, slots=True)
class Foundation:
    """The parts that the web, the engine and the commands share."""

    settings: Settings
    stores: Stores
    bus: Bus
    registry: Registry
    sinks: SpecsInForce[SinkSpec]
    teams: SpecsInForce[TeamSpec]

    def close(self) -> None:
        """Give everything back."""
        self.bus.close()
        self.stores.database.close()


def lay_foundation(settings: Settings) -> Foundation:
    """Open what a process needs; call it after a fork."""
    sinks = follow_sinks(settings, os.environ)
    return Foundation(
        settings=settings,
        stores=Stores.over(open_database(settings), Queues(sinks, "anomalies"), Queues(sinks, "incidents")),
        bus=open_bus(settings),
        registry=Registry.installed().with_defaults(settings.algorithm_defaults),
        sinks=sinks,
        teams=follow_teams(settings, os.environ),
    )


def open_database(settings: Settings) -> Database:
    """Open the database of the settings."""
    if not settings.database_url:
        Path(settings.state_dir).mkdir(parents=True, exist_ok=True)
    return Database(
        settings.effective_database_url,
        pool_size=settings.database_pool_size,
        busy_timeout_seconds=settings.database_busy_timeout_seconds,
    )
