from pathlib import Path

import pytest

from barograph.config import Settings, load_settings
from barograph.errors import ValidationFailed


def test_flags_win_over_environment_over_file_over_default(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("web_port: 1\nweb_workers: 2\nlog_level: debug\n")
    loaded = load_settings({"BAROGRAPH_WEB_PORT": "3", "BAROGRAPH_WEB_WORKERS": "4"}, {"web_port": 5}, file)
    assert (loaded.settings.web_port, loaded.settings.web_workers, loaded.settings.log_level) == (
        5,
        4,
        "debug",
    )
    assert [loaded.origins[n] for n in ("web_port", "web_workers", "log_level", "web_host")] == [
        "flag",
        "environment",
        f"file {file}",
        "default",
    ]


def test_unknown_setting_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ValidationFailed, match=r"Did you mean `web_port`\?"):
        load_settings({"BAROGRAPH_WEB_PROT": "1"})


def test_wrong_value_names_its_origin() -> None:
    with pytest.raises(ValidationFailed, match=r"web_port \(from environment\)"):
        load_settings({"BAROGRAPH_WEB_PORT": "many"})


@pytest.mark.parametrize("content", ["a: [", "- a\n"])
def test_file_that_is_no_mapping_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text(content)
    with pytest.raises(ValidationFailed):
        load_settings({"BAROGRAPH_CONFIG": str(file)})


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match="can't be read"):
        load_settings({}, config_file=tmp_path / "none.yaml")


def test_no_secret_has_a_default_and_none_is_shown() -> None:
    assert all(Settings.model_fields[name].default is None for name in Settings.secret_names())
    loaded = load_settings({"BAROGRAPH_SECRET_KEY": "hush"})
    assert loaded.to_json()["secret_key"]["value"] == "set"
    assert "hush" not in repr(loaded.settings)


def test_every_setting_has_help() -> None:
    assert all(row.description for row in Settings.model_fields.values())
