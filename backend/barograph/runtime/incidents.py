"""The part that groups anomalies, put together with what is written down and what was learnt."""

from collections.abc import Mapping

from barograph.config.topology import read_topology
from barograph.incidents.cooccurrence import learn_cooccurrence
from barograph.incidents.desk import IncidentDesk
from barograph.incidents.kinship import Kinship
from barograph.incidents.rationing import Rationing
from barograph.incidents.topology import Topology
from barograph.runtime.foundation import Foundation
from barograph.runtime.teams import LabelReader

__all__ = ["build_incident_desk"]

_MONTH_MS = 30 * 86_400_000
_WINDOW_MS = 600_000


def build_incident_desk(foundation: Foundation, environment: Mapping[str, str], now_ms: int) -> IncidentDesk:
    """Learn from the anomalies of the last month what tends to be strange together."""
    stores = foundation.stores
    topology = Topology(read_topology(foundation.settings.provisioning_dir, environment))
    starts = (
        ((detector_id, topology.component_of(labels)), started_ms)
        for detector_id, labels, started_ms in stores.anomalies.starts_since(now_ms - _MONTH_MS)
    )
    calm_ms = round(foundation.settings.incident_calm_seconds * 1000)
    kinship = Kinship(topology, learn_cooccurrence(starts, _WINDOW_MS), _WINDOW_MS, calm_ms)
    rationing = Rationing(foundation.teams, LabelReader(stores.detectors), stores.incidents.of_teams)
    publish = foundation.bus.publish
    return IncidentDesk(
        stores.events,
        stores.anomalies,
        stores.incidents,
        kinship,
        publish,
        rationing,
        stores.detectors.titles,
    )
