from pathlib import Path

import pytest

from barograph.cli.plugin import find_built_plugin, install_plugin
from barograph.errors import NotFound, ValidationFailed


def _build(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("plugin.json", "module.js", "module.js.map"):
        (folder / name).write_text(text)
    return folder


def test_a_newer_plugin_replaces_the_older_one_wholly(tmp_path: Path) -> None:
    target = install_plugin(_build(tmp_path / "old", "old"), tmp_path / "plugins")
    (target / "left-over.js").write_text("old")
    assert install_plugin(_build(tmp_path / "new", "new"), tmp_path / "plugins") == target
    assert {item.name: item.read_text() for item in target.iterdir()} == {
        "plugin.json": "new",
        "module.js": "new",
    }
    assert [item.name for item in (tmp_path / "plugins").iterdir()] == ["barograph-anomaly-app"]


def test_the_first_place_with_a_built_plugin_counts(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    built = _build(tmp_path / "built", "x")
    assert find_built_plugin((tmp_path / "empty", built)) == built


def test_without_a_built_plugin_the_message_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="make plugin"):
        find_built_plugin((tmp_path,))


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ValidationFailed, match="can't be written to"):
        install_plugin(_build(tmp_path / "built", "x"), tmp_path / "file")
