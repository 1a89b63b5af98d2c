import re
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


def test_what_kubernetes_tells_of_services_beside_is_no_setting() -> None:
    links = {
        "SERVICE_HOST": "10.0.0.7",
        "SERVICE_PORT": "8427",
        "SERVICE_PORT_HTTP": "8427",
        "PORT": "tcp://10.0.0.7:8427",
        "PORT_8427_TCP": "tcp://10.0.0.7:8427",
        "PORT_8427_TCP_PROTO": "tcp",
        "PORT_8427_TCP_PORT": "8427",
        "PORT_8427_TCP_ADDR": "10.0.0.7",
    }
    for service in ("BAROGRAPH", "BAROGRAPH_WEB"):
        environment = {f"{service}_{name}": value for name, value in links.items()}
        assert set(load_settings(environment).origins.values()) == {"default"}


def test_variables_of_commands_and_of_grafana_are_no_settings() -> None:
    others = {"BAROGRAPH_API_KEY": "bg_x", "BAROGRAPH_URL": "http://b", "BAROGRAPH_DASHBOARDS": "/d"}
    assert set(load_settings(others).origins.values()) == {"default"}
    assert load_settings({"BAROGRAPH_WEB_PORT": "80"}).settings.web_port == 80


def test_wrong_value_names_its_origin() -> None:
    with pytest.raises(ValidationFailed, match=r"web_port \(from environment\)"):
        load_settings({"BAROGRAPH_WEB_PORT": "many"})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("WEB_PORT", "many", "web_port (from environment): a whole number such as 10 is expected here"),
        ("CACHE_SECONDS", "x", "cache_seconds (from environment): a number such as 1.5 is expected here"),
        ("API_RATE_LIMIT_PER_MINUTE", "-1", "it must be 0 or more"),
        ("AUTH_MODE", "opn", "`opn` is not known here; did you mean `open`?"),
    ],
)
def test_a_wrong_setting_is_told_in_words_of_people(name: str, value: str, sentence: str) -> None:
    with pytest.raises(ValidationFailed, match=re.escape(sentence)):
        load_settings({f"BAROGRAPH_{name}": value})


def test_a_time_zone_that_does_not_exist_is_refused_when_it_is_set() -> None:
    assert load_settings({"BAROGRAPH_TIME_ZONE": "Europe/Berlin"}).settings.algorithm_defaults == {
        "timezone": "Europe/Berlin"
    }
    with pytest.raises(ValidationFailed, match="no time zone `Europe/Berlni`"):
        load_settings({"BAROGRAPH_TIME_ZONE": "Europe/Berlni"})


@pytest.mark.parametrize("content", ["a: [", "- a\n", "a: 2001-99-99"])
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
