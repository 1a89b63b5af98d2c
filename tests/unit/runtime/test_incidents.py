from pathlib import Path

from barograph.config import Settings
from barograph.domain import AnomalyChange, ChangeKind
from barograph.runtime.foundation import lay_foundation
from barograph.runtime.incidents import build_incidents
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
        desk = build_incidents(foundation, {}, lambda: 10**6).desk
        desk.look(2)
        assert [len(one.members) for one in stores.incidents.page("default").items] == [2, 2, 2, 2]
        titles = {one.title for one in stores.incidents.page("default").items}
        assert titles == {"a: Latency of the shop, b (2 anomalies)"}
    finally:
        foundation.close()


def test_a_topology_is_taken_up_while_running_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    file = tmp_path / "topology.yaml"
    file.write_text("call: {}\n")
    foundation = lay_foundation(Settings(state_dir=tmp_path, provisioning_dir=tmp_path))
    try:
        stores = foundation.stores
        stores.database.upgrade()
        part = build_incidents(foundation, {}, lambda: 0)
        (problem,) = part.files.problems
        assert "did you mean `calls`?" in problem

        def groups(minute: int) -> int:
            pair = [
                anomaly(f"{name}{minute}", minute, name, service=name, pod=str(minute))
                for name in ("web", "db")
            ]
            stores.anomalies.record([AnomalyChange(ChangeKind.OPENED, one) for one in pair], 1)
            part.desk.look(2)
            return sum(one.started_ms == minute * 60_000 for one in stores.incidents.open_of("default"))

        assert groups(0) == 2
        file.write_text("calls: {web: [db]}\n")
        part.files.look()
        assert (groups(60), part.files.problems) == (1, ())
        file.write_text("calls: 1\n")
        part.files.look()
        assert groups(120) == 1, "the last good one stays in force"
        assert part.files.problems
        file.unlink()
        part.files.look()
        assert part.files.problems == ()
    finally:
        foundation.close()
