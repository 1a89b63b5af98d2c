from pathlib import Path

import pytest

from barograph.config import Settings
from barograph.errors import ValidationFailed
from barograph.runtime.sources import open_sources, provisioned_sources
from barograph.sources.base import SourceState
from tests.servers.base import free_port

FILE = 'datasources: [{name: NAME, type: prometheus, urls: ["${URL}"]}]'


def write(folder: Path, name: str) -> Settings:
    (folder / "datasources").mkdir()
    (folder / "datasources" / "a.yaml").write_text(FILE.replace("NAME", name))
    return Settings(provisioning_dir=folder, prometheus_url="http://from-setting:9090")


def test_a_file_and_the_setting_name_sources(tmp_path: Path) -> None:
    found = provisioned_sources(write(tmp_path, "other"), {"URL": "http://from-file:9090"})
    assert {spec.name: spec.urls for spec in found} == {
        "other": ("http://from-file:9090",),
        "prometheus": ("http://from-setting:9090",),
    }


def test_a_file_goes_before_the_setting(tmp_path: Path) -> None:
    found = provisioned_sources(write(tmp_path, "prometheus"), {"URL": "http://from-file:9090"})
    assert [spec.urls for spec in found] == [("http://from-file:9090",)]


def test_a_wrong_file_stops_the_start_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValidationFailed, match=r"a\.yaml:1:.*`URL` is not set"):
        open_sources(write(tmp_path, "other"), {})


def test_the_health_of_each_source_is_asked(tmp_path: Path) -> None:
    url = f"http://127.0.0.1:{free_port()}"
    settings = Settings(provisioning_dir=tmp_path, prometheus_url=url)
    assert open_sources(settings, {}).check()["prometheus"][1].state is SourceState.DOWN
