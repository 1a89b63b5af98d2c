import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from barograph.cli.main import main
from barograph.storage import Database

READING = (
    ("detectors",),
    ("models", "latency"),
    ("keys", "list"),
    ("automations", "list"),
    ("automations", "runs"),
    ("backtest", "{file}", "--labels-from", "alertmanager"),
)
WRITING = (("keys", "create", "ci"), ("detect", "latency"))
FILE = "detectors: [{name: a, query: {expression: up}, algorithm: {name: zscore}}]\n"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BAROGRAPH_STATE_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("BAROGRAPH_PROVISIONING_DIR", str(tmp_path / "provisioning"))
    (tmp_path / "a.yaml").write_text(FILE)
    return tmp_path / "var" / "barograph.db"


def say(capsys: pytest.CaptureFixture[str], path: Path, words: Sequence[str]) -> tuple[int, str]:
    file = str(path.parent.parent / "a.yaml")
    code = main([*(word.format(file=file) for word in words), "--json"])
    answer = json.loads(capsys.readouterr().out)
    return code, answer["message"] if code else ""


def make(path: Path, revision: str | None = None) -> None:
    database = Database(f"sqlite:///{path}")
    database.upgrade()
    database.close()
    if revision is not None:
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.close()


def revision_of(path: Path) -> str:
    connection = sqlite3.connect(path)
    (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    connection.close()
    return str(revision)


@pytest.mark.parametrize("words", [*READING, *WRITING], ids=" ".join)
def test_an_older_schema_is_left_alone_and_the_command_says_what_to_run(
    words: Sequence[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(path, "0003")
    code, message = say(capsys, path, words)
    assert code == 1
    assert "is at 0003" in message
    assert "`barograph db upgrade`" in message
    assert revision_of(path) == "0003"


@pytest.mark.parametrize("words", [*READING, *WRITING], ids=" ".join)
def test_a_newer_schema_is_left_alone_and_the_command_says_so(
    words: Sequence[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make(path, "9999")
    code, message = say(capsys, path, words)
    assert code == 1
    assert "a newer one was here" in message
    assert revision_of(path) == "9999"


def test_the_doctor_sends_nobody_to_upgrade_what_is_newer(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {}
    for revision in ("0003", "9999"):
        make(path, revision)
        main(["doctor", "--json"])
        said = json.loads(capsys.readouterr().out)
        (found[revision],) = [one for one in said if one["check"] == "migrations"]
        path.unlink()
    assert (found["0003"]["verdict"], found["9999"]["verdict"]) == ("warning", "bad")
    assert "`barograph db upgrade`" in found["0003"]["remedy"]
    assert "restore a backup" in found["9999"]["remedy"]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_who_reads_makes_no_database(
    words: Sequence[str], path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, message = say(capsys, path, words)
    assert code == 1
    assert "`barograph serve` sets it up" in message
    assert not path.exists()


def test_an_empty_database_is_set_up_for_the_first_key(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert say(capsys, path, ("keys", "create", "ci"))[0] == 0
    assert say(capsys, path, ("keys", "list"))[0] == 0
