from pathlib import Path

import pytest

from barograph.config import Settings
from barograph.errors import ValidationFailed
from barograph.runtime.foundation import lay_foundation
from barograph.runtime.sinks import Queues, follow_sinks
from tests.unit.sinks.making import make_incident
from tests.unit.storage.making import make_anomaly, opened

SINKS = """
sinks:
  - {name: main, type: alertmanager, urls: ["http://one:9093", "http://two:9093"]}
  - {name: hook, type: webhook, urls: ["http://hook:8080"], send: [anomalies]}
"""


def settings_of(folder: Path, sinks: str = "") -> Settings:
    (folder / "sinks").mkdir()
    (folder / "sinks" / "sinks.yaml").write_text(sinks)
    return Settings(provisioning_dir=folder, state_dir=folder / "var")


def test_each_address_has_a_queue_for_what_it_wants(tmp_path: Path) -> None:
    sinks = follow_sinks(settings_of(tmp_path, SINKS), {})
    assert list(Queues(sinks, "incidents")) == ["main/1", "main/2"]
    assert list(Queues(sinks, "anomalies")) == ["hook/1"]


def test_wrong_files_are_refused_with_their_places(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match=r"sinks.yaml:1:\d+: sinks\[0\]"):
        follow_sinks(settings_of(tmp_path, "sinks: [{name: main}]"), {})


@pytest.mark.parametrize(("sinks", "waiting"), [("", 0), (SINKS, 1)])
def test_messages_are_written_for_configured_sinks_alone(tmp_path: Path, sinks: str, waiting: int) -> None:
    foundation = lay_foundation(settings_of(tmp_path, sinks))
    stores = foundation.stores
    try:
        stores.database.upgrade()
        stores.anomalies.record([opened(make_anomaly())], 1)
        stores.incidents.record([make_incident()], 1)
        assert stores.outbox.pending_count("default") == 0
        for name in ("main/1", "main/2", "hook/1"):
            assert stores.outbox.pending_count(name) == waiting
    finally:
        foundation.close()
