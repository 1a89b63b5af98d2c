import json
from pathlib import Path

import pytest

from barograph.cli.main import main
from barograph.storage import AuditTrail, Database


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = main(["keys", *words])
    return code, capsys.readouterr().out


def test_a_key_is_made_listed_and_revoked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path))
    code, output = run(capsys, "create", "ci", "--role", "editor", "--expires", "90d", "--json")
    made = json.loads(output)
    assert (code, made["role"], made["key"][:3]) == (0, "editor", "bg_")
    assert run(capsys, "create", "wall")[1].startswith("bg_")
    code, output = run(capsys, "list", "--json")
    assert [(row["name"], row["state"]) for row in json.loads(output)] == [("ci", "valid"), ("wall", "valid")]
    assert made["key"] not in output
    assert run(capsys, "revoke", made["id"])[0] == 0
    assert "revoked" in run(capsys, "list")[1]
    database = Database(f"sqlite:///{tmp_path}/barograph.db")
    told = [(one.subject.name, one.sentence) for one in AuditTrail(database).page("default").items]
    assert told[0] == ("ci", "Revoked it.")
    assert sorted(told[1:]) == [
        ("ci", "Made it, with the role editor."),
        ("wall", "Made it, with the role viewer."),
    ]
    database.close()


def test_mistakes_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path))
    assert run(capsys, "revoke", "nothing")[0] == 1
    assert run(capsys, "create", "x", "--expires", "soon")[0] == 1
