import json
from pathlib import Path

import pytest

from barograph.cli.main import main
from barograph.config import Settings

GOOD = "detectors: [{name: a, query: {expression: up}, algorithm: {name: zscore}}]\n"


@pytest.fixture(autouse=True)
def clean_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BAROGRAPH_PROVISIONING_DIR", str(tmp_path / "provisioning"))


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(words)
    return code, capsys.readouterr().out


def test_every_command_has_help_with_an_example_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    _, listing = run(capsys, "--help")
    names = [line.split()[0] for line in listing.partition("Commands:")[2].strip().splitlines()]
    assert {"config", "detect", "detectors", "doctor", "schema", "serve", "validate"} <= set(names)
    for name in names:
        code, text = run(capsys, name, "--help")
        assert code == 0
        if "COMMAND [ARGS]" not in text:
            assert "--json" in text, name
            assert "Example" in text, name


def test_config_shows_values_with_origin(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROGRAPH_WEB_PORT", "9000")
    code, text = run(capsys, "config", "--json")
    assert code == 0
    rows = json.loads(text)
    assert (rows["web_port"]["value"], rows["web_port"]["origin"]) == (9000, "environment")
    assert rows.keys() == Settings.model_fields.keys()
    assert "web_port" in run(capsys, "config")[1]


def test_a_wrong_setting_is_one_sentence_and_exit_code_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROGRAPH_WEB_PROT", "9000")
    code, text = run(capsys, "config", "--json")
    assert code == 1
    assert json.loads(text)["code"] == "validation_failed"
    assert "Did you mean `web_port`?" in json.loads(text)["message"]


def test_validate_tells_all_mistakes_with_positions(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(GOOD)
    bad.write_text("detectors: [{name: b, query: {expression: 'sum('}, algorithm: {name: zcore}}]\n")
    assert run(capsys, "validate", str(good)) == (0, "1 detectors in 1 files are valid.\n")
    code, text = run(capsys, "validate", "--json", str(bad))
    assert code == 1
    mistakes = json.loads(text)["mistakes"]
    assert [(mistake["line"], mistake["where"]) for mistake in mistakes] == [
        (1, "detectors[0].algorithm.name"),
        (1, "detectors[0].query.expression"),
    ]
    assert "Did you mean `zscore`?" in mistakes[0]["message"]
    assert run(capsys, "validate", str(bad))[0] == 1


def test_validate_checks_data_sources_and_asks_their_types(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    sources, detectors = tmp_path / "datasources", tmp_path / "detectors"
    sources.mkdir()
    detectors.mkdir()
    (sources / "all.yaml").write_text("datasources: [{name: lines, type: loki, urls: ['http://a']}]\n")
    logql = 'sum(rate({app="shop"} [5m]))'
    ratio = "transform: [{op: ratio, expression: 'sum('}]"
    (detectors / "good.yaml").write_text(
        f"detectors: [{{name: a, query: {{source: lines, expression: '{logql}'}}}}]\n"
    )
    (detectors / "bad.yaml").write_text(
        f"detectors:\n  - name: b\n    query:\n      expression: x\n      {ratio}\n"
    )
    (tmp_path / "bad.yaml").write_text(
        "datasources:\n  - name: x\n    type: loki\n    urls: ['http://a']\n    timeout: soon\n"
    )
    good = [str(sources / "all.yaml"), str(detectors / "good.yaml")]
    assert run(capsys, "validate", *good) == (0, "1 detectors and 1 data sources in 2 files are valid.\n")
    assert run(capsys, "validate", good[1])[0] == 0
    bad = [str(detectors / "bad.yaml"), str(tmp_path / "bad.yaml")]
    code, text = run(capsys, "validate", "--json", *bad)
    assert code == 1
    assert [(one["line"], one["where"]) for one in json.loads(text)["mistakes"]] == [
        (5, "datasources[0].timeout"),
        (5, "detectors[0].query.transform.0.expression"),
    ]


def test_validate_knows_sinks_and_teams_by_what_they_say(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    good, bad = tmp_path / "people.yaml", tmp_path / "more.yaml"
    good.write_text("teams: [{name: shop, match: ['team=shop'], budget: {alerts: 2}}]\n")
    bad.write_text("sinks:\n  - {name: main, type: alertmanager}\n")
    assert run(capsys, "validate", str(good)) == (0, "1 teams in 1 files are valid.\n")
    code, text = run(capsys, "validate", "--json", str(good), str(bad))
    assert code == 1
    assert [(one["line"], one["where"]) for one in json.loads(text)["mistakes"]] == [(2, "sinks[0].urls")]


def test_validate_and_doctor_know_the_topology(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "provisioning" / "topology.yaml"
    file.parent.mkdir()
    file.write_text("calls: {web: [cart]}\naliases: {cart-from-web: cart}\n")
    assert run(capsys, "validate", str(file)) == (0, "1 topology in 1 files are valid.\n")
    assert "calls" in json.loads(run(capsys, "schema", "topology")[1])["properties"]
    file.write_text("calls: 1\n")
    assert run(capsys, "validate", str(file))[0] == 1
    told = [one for one in json.loads(run(capsys, "doctor", "--json")[1]) if one["check"] == "provisioning"]
    assert ["topology.yaml:1:1" in one["sentence"] for one in told] == [True]


@pytest.mark.parametrize("kind", ["detectors", "datasources", "sinks", "teams", "automations"])
def test_schema_is_json_schema_of_files(capsys: pytest.CaptureFixture[str], kind: str) -> None:
    code, text = run(capsys, "schema", kind)
    assert code == 0
    assert kind in json.loads(text)["properties"]


def test_database_is_upgraded_and_detectors_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = run(capsys, "db", "upgrade", "--json")
    assert code == 0
    assert json.loads(text)["before"] is None
    assert "is at revision" in run(capsys, "db", "upgrade")[1]
    assert run(capsys, "db", "upgrade")[0] == 0
    assert run(capsys, "detectors", "--json") == (0, "[]\n")
    assert "No detectors yet" in run(capsys, "detectors")[1]


def test_doctor_names_what_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "provisioning" / "detectors"
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text("detectors: 1\n")
    code, text = run(capsys, "doctor", "--json")
    findings = {finding["check"]: finding for finding in json.loads(text)}
    assert code == 1
    assert findings["provisioning"]["verdict"] == "bad"
    assert findings["sources"]["verdict"] == "warning"
    assert findings["database"]["verdict"] == "good"
    assert "BAD" in run(capsys, "doctor")[1]


@pytest.mark.parametrize("kind", ["datasources", "sinks", "teams", "automations"])
def test_doctor_looks_at_every_kind_of_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    folder = tmp_path / "provisioning" / kind
    folder.mkdir(parents=True)
    (folder / "bad.yaml").write_text(f"{kind}: 1\n")
    code, text = run(capsys, "doctor", "--json")
    told = [finding["sentence"] for finding in json.loads(text) if finding["check"] == "provisioning"]
    assert code == 1
    assert [f"{kind}/bad.yaml:1:" in sentence for sentence in told] == [True]


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "frobnicate")[0] == 2


def test_detecting_without_a_source_says_what_is_configured(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "provisioning" / "detectors"
    folder.mkdir(parents=True)
    (folder / "good.yaml").write_text(GOOD)
    code, text = run(capsys, "detect", "a", "--json")
    assert code == 1
    assert "no data source `prometheus`" in json.loads(text)["message"]
    assert run(capsys, "detect", "missing", "--json")[0] == 1
