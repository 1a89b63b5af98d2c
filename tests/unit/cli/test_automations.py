import json
from pathlib import Path

import pytest

from barograph.automations.desk import AutomationDesk
from barograph.cli.main import main
from barograph.config import Settings
from barograph.config.kinds import AUTOMATIONS
from barograph.runtime.foundation import open_database
from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened

FILE = """\
apiVersion: 1
automations:
  - name: tell
    when: {events: [anomaly_detected]}
    then: [{type: retrain}]
    dry_run: true
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path / "var"))
    path = tmp_path / "tell.yaml"
    path.write_text(FILE)
    return path


def test_automations_runs_and_rehearsals_are_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = open_database(Settings(state_dir=file.parent / "var"))
    database.upgrade()
    stores = Stores.over(database)
    stores.automations.provision("default", AUTOMATIONS.read([file], {}).specs, 1)
    now_ms = 4_000_000_000_000
    stores.anomalies.record([opened(make_anomaly())], now_ms)
    AutomationDesk(stores, lambda events: None).look(now_ms)
    database.close()

    assert main(["automations", "list", "--json"]) == 0
    assert [(one["name"], one["then"]) for one in json.loads(capsys.readouterr().out)] == [
        ("tell", "retrain")
    ]
    assert main(["automations", "runs", "--json"]) == 0
    assert [one["state"] for one in json.loads(capsys.readouterr().out)] == ["dry"]
    assert main(["automations", "dry-run", str(file), "--json"]) == 0
    assert [one["reason"] for one in json.loads(capsys.readouterr().out)] == ["dry_run"]


def test_files_are_validated_and_have_a_schema(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(file)]) == 0
    assert "1 automations" in capsys.readouterr().out
    file.write_text(FILE.replace("retrain", "retrian"))
    assert main(["validate", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["mistakes"][0]["line"] == 5
    assert main(["automations", "dry-run", str(file)]) == 1
    capsys.readouterr()
    assert main(["schema", "automations"]) == 0
    assert "automations" in json.loads(capsys.readouterr().out)["properties"]
