from pathlib import Path

from barograph.config import Settings
from barograph.domain import AnomalyChange, ChangeKind
from barograph.runtime.foundation import lay_foundation
from barograph.runtime.incidents import build_incident_desk
from tests.unit.incidents.test_grouping import anomaly
from tests.unit.storage.making import make_spec


def test_the_desk_learns_from_the_past_what_belongs_together(tmp_path: Path) -> None:
    foundation = lay_foundation(Settings(state_dir=tmp_path, provisioning_dir=tmp_path / "none"))
    try:
        stores = foundation.stores
        stores.database.upgrade()
        past = [
            anomaly(f"{name}{hour}", 60 * hour, name, service=name, pod=str(hour))
            for hour in range(4)
            for name in ("a", "b")
        ]
        stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, one) for one in past], 1)
        stores.detectors.create("default", make_spec("a", title="Latency of the shop"), 1)
        desk = build_incident_desk(foundation, {}, 10**9)
        desk.look(2)
        assert [len(one.members) for one in stores.incidents.page("default").items] == [2, 2, 2, 2]
        titles = {one.title for one in stores.incidents.page("default").items}
        assert titles == {"a: Latency of the shop, b (2 anomalies)"}
    finally:
        foundation.close()
