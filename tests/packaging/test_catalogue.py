"""What Grafana's catalogue of plugins asks of each of ours."""

import json
import re
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "grafana-plugin" / "src"
NESTED = ("datasource", "panel")


def plugin(folder: str = ".") -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SOURCE / folder / "plugin.json").read_text())
    return read


@pytest.mark.parametrize("folder", [".", *NESTED])
def test_a_plugin_says_what_it_is(folder: str) -> None:
    said = plugin(folder)
    info = said["info"]
    assert said["id"].startswith("barograph-anomaly-")
    assert said["dependencies"] == plugin()["dependencies"]
    assert info["description"].endswith(".")
    assert len(info["keywords"]) > 2
    assert all(link["url"].startswith("https://") for link in info["links"])


@pytest.mark.parametrize("folder", [".", *NESTED])
def test_every_picture_that_a_plugin_names_is_there(folder: str) -> None:
    info = plugin(folder)["info"]
    pictures = [*info["logos"].values(), *(one["path"] for one in info.get("screenshots", []))]
    assert [path for path in pictures if not (SOURCE / path).is_file()] == []
    assert all(path.endswith(".svg") for path in info["logos"].values())


def test_the_app_names_the_plugins_that_stand_in_it() -> None:
    named = {one["type"]: one.get("path") for one in plugin()["includes"] if one["type"] in NESTED}
    assert named == {folder: f"{folder}/plugin.json" for folder in NESTED}


def test_plugin_and_service_have_one_version() -> None:
    package = json.loads((ROOT / "grafana-plugin" / "package.json").read_text())
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg")
    assert setup["metadata"]["version"] == package["version"]
    for folder in (".", *NESTED):
        info = plugin(folder)["info"]
        assert (info["version"], info["updated"]) == ("%VERSION%", "%TODAY%")


def test_every_page_of_the_navigation_has_a_route() -> None:
    routes = set(re.findall(r'path="([\w-]+)"', (SOURCE / "pages" / "Pages.tsx").read_text()))
    pages = {one["path"].rsplit("/", 1)[1] for one in plugin()["includes"] if one["type"] == "page"}
    assert pages <= routes
