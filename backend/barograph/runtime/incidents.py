"""The part that groups anomalies, put together with what is written down and what was learnt."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from barograph.config.kinds import TOPOLOGY
from barograph.config.topology import TopologySpec
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.desk import IncidentDesk
from barograph.incidents.kinship import Kinship
from barograph.incidents.rationing import Rationing
from barograph.incidents.topology import Topology
from barograph.runtime.file_watch import FileWatch
from barograph.runtime.foundation import Foundation
from barograph.runtime.teams import LabelReader

__all__ = ["IncidentPart", "build_incidents"]

_MONTH_MS = 30 * 86_400_000
_WINDOW_MS = 600_000


@dataclass(frozen=True, slots=True)
class IncidentPart:
    """The desk, and the file that says who calls whom."""

    desk: IncidentDesk
    files: FileWatch[TopologySpec]


def build_incidents(
    foundation: Foundation, environment: Mapping[str, str], clock: Callable[[], float] = time.time
) -> IncidentPart:
    """Group by what the file says now, and by nothing written down where it is wrong from the beginning."""
    stores = foundation.stores

    def take(specs: tuple[TopologySpec, ...]) -> None:
        spec = specs[0] if specs else TopologySpec()
        desk.judge_by(_learn_kinship(foundation, spec, round(clock() * 1000)))

    desk = IncidentDesk(
        stores.events,
        stores.anomalies,
        stores.incidents,
        Kinship(Topology(), learn_cooccurrence((), _WINDOW_MS)),
        foundation.bus.publish,
        Rationing(foundation.teams, LabelReader(stores.detectors), stores.incidents.of_teams),
        stores.detectors.titles,
    )
    files = FileWatch("topology", TOPOLOGY.follow(foundation.settings.provisioning_dir, environment), take)
    files.look()
    if files.problems:
        take(())
    return IncidentPart(desk, files)


def _learn_kinship(foundation: Foundation, spec: TopologySpec, now_ms: int) -> Kinship:
    """Learn from the anomalies of the last month what tends to be strange together."""
    topology = Topology(spec)
    starts = (
        ((detector_id, topology.component_of(labels)), started_ms)
        for detector_id, labels, started_ms in foundation.stores.starts.since(now_ms - _MONTH_MS)
    )
    calm_ms = round(foundation.settings.incident_calm_seconds * 1000)
    return Kinship(topology, learn_cooccurrence(starts, _WINDOW_MS), _WINDOW_MS, calm_ms)
