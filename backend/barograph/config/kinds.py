"""The kinds of files that stand beside those of detectors in a provisioning folder."""

from typing import Any

from barograph.config.automation import AutomationFile, AutomationSpec
from barograph.config.datasource import DataSourceFile, DataSourceSpec
from barograph.config.named_files import Kind
from barograph.config.sink import SinkFile, SinkSpec
from barograph.config.team import TeamFile, TeamSpec
from barograph.config.topology import TopologySpec

__all__ = ["AUTOMATIONS", "KINDS", "SINKS", "SOURCES", "TEAMS", "TOPOLOGY"]

SOURCES: Kind[DataSourceFile, DataSourceSpec] = Kind(
    DataSourceFile, "datasources", "data source", lambda file: file.datasources
)
AUTOMATIONS: Kind[AutomationFile, AutomationSpec] = Kind(
    AutomationFile, "automations", "automation", lambda file: file.automations
)
SINKS: Kind[SinkFile, SinkSpec] = Kind(SinkFile, "sinks", "sink", lambda file: file.sinks)
TEAMS: Kind[TeamFile, TeamSpec] = Kind(TeamFile, "teams", "team", lambda file: file.teams)
TOPOLOGY: Kind[TopologySpec, TopologySpec] = Kind(
    TopologySpec, "topology", "topology", lambda file: (file,), is_single=True
)
KINDS: dict[str, Kind[Any, Any]] = {kind.key: kind for kind in (SOURCES, AUTOMATIONS, SINKS, TEAMS, TOPOLOGY)}
"""All of them by the name of their folder or file."""
