"""Dockerfile and docker-compose.yml against a fresh clone: what lacks is seen without a container engine."""

import configparser
import fnmatch
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from barograph.config.settings import Settings

ROOT = Path(__file__).parents[2]
SERVICES: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())["services"]
MOUNTS = [
    (name, *mount.split(":")[:2])
    for name, service in SERVICES.items()
    for mount in service.get("volumes", [])
    if mount.startswith("./")
]


@cache
def cloned() -> frozenset[str]:
    """Return the files of a fresh clone, with those that the next commit brings."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return frozenset(listed.splitlines())


def instructions() -> list[list[str]]:
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line.strip()]


def copies(stage: str = "") -> list[str]:
    """Return the sources and the target of each COPY, from the context or from another stage."""
    rows = [words[1:] for words in instructions() if words[0] == "COPY"]
    option = f"--from={stage}"
    if stage:
        return [word for row in rows if row[0] == option for word in row[1:]]
    return [word for row in rows if not row[0].startswith("--from") for word in row[:-1]]


def is_sent(path: str) -> bool:
    """Tell whether .dockerignore lets a file through; the last line that fits decides."""
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]
    sent = True
    for line in lines:
        pattern = line.removeprefix("!").removeprefix("**/")
        anywhere = line.startswith("**/")
        ways = [path, *map(str, Path(path).parents)]
        if any(fnmatch.fnmatch(Path(way).name if anywhere else way, pattern) for way in ways if way != "."):
            sent = line.startswith("!")
    return sent


def test_what_is_copied_is_in_a_clone_and_sent() -> None:
    for source in copies():
        files = [file for file in cloned() if file == source or file.startswith(f"{source}/")]
        assert files, source
        assert all(is_sent(file) for file in files), source


def test_nothing_that_was_made_here_is_sent() -> None:
    made = [
        ".venv/bin/python",
        ".git/config",
        "var/secret.key",
        "grafana-plugin/node_modules/webpack/package.json",
        "grafana-plugin/dist/module.js",
        "backend/barograph.egg-info/PKG-INFO",
        "backend/barograph/api/__pycache__/app.pyc",
    ]
    assert [path for path in made if is_sent(path)] == []


def test_all_that_the_build_reads_is_copied() -> None:
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "setup.cfg")
    read = {
        "pyproject.toml",
        "setup.cfg",
        "setup.py",
        metadata["metadata"]["long_description"].removeprefix("file: "),
        metadata["metadata"]["license_files"],
        metadata["options.packages.find"]["where"],
    }
    assert read <= set(copies())


def test_the_plugin_comes_to_where_setup_py_looks_for_it() -> None:
    assert copies("plugin") == ["/src/grafana-plugin/dist", "grafana-plugin/dist"]
    assert '"grafana-plugin" / "dist"' in (ROOT / "setup.py").read_text()


def test_names_of_the_environment_are_settings() -> None:
    of_image = [
        word.split("=")[0].removeprefix("BAROGRAPH_").lower()
        for words in instructions()
        if words[0] == "ENV"
        for word in words[1:]
        if word.startswith("BAROGRAPH_")
    ]
    of_compose = [
        name.removeprefix("BAROGRAPH_").lower()
        for service in SERVICES.values()
        if "build" in service
        for name in service.get("environment", {})
    ]
    assert of_image
    assert of_compose
    assert set(of_image + of_compose) <= set(Settings.model_fields)


@pytest.mark.parametrize(("service", "source", "target"), MOUNTS)
def test_what_is_mounted_is_in_a_clone(service: str, source: str, target: str) -> None:
    path = source.removeprefix("./")
    assert any(file == path or file.startswith(f"{path}/") for file in cloned())


def mounted(service: str) -> dict[str, str]:
    """Return the files that a service finds, by their path there."""
    return {
        target + file.removeprefix(path): file
        for name, source, target in MOUNTS
        for path in [source.removeprefix("./")]
        for file in cloned()
        if name == service and (file == path or file.startswith(f"{path}/"))
    }


def test_grafana_has_what_its_provisioning_asks_for() -> None:
    environment = SERVICES["grafana"]["environment"]
    text = "".join(
        (ROOT / file).read_text() for path, file in mounted("grafana").items() if path.endswith("yaml")
    )
    assert set(re.findall(r"\$\{(\w+)\}", text)) <= set(environment)
    dashboards = environment["BAROGRAPH_DASHBOARDS"]
    assert f"{dashboards}/overview.json" in mounted("grafana")
    for path, file in mounted("grafana").items():
        assert "alerting" not in path, "Prometheus has the rules"
        if path.endswith(".json"):
            json.loads((ROOT / file).read_text())
    ids = environment["GF_PLUGINS_ALLOW_LOADING_UNSIGNED_PLUGINS"].split(",")
    plugins = (ROOT / "grafana-plugin" / "src").rglob("plugin.json")
    assert sorted(ids) == sorted(json.loads(file.read_text())["id"] for file in plugins)


def test_the_plugin_is_put_where_grafana_looks() -> None:
    (_, target) = SERVICES["plugin"]["volumes"][0].split(":")
    assert SERVICES["plugin"]["command"] == ["plugin", "install", "--dir", target]
    grafana = SERVICES["grafana"]
    assert grafana["environment"]["GF_PATHS_PLUGINS"] == target
    assert f"plugins:{target}:ro" in grafana["volumes"]
    assert SERVICES["plugin"]["volumes"] == [f"plugins:{target}"]


def test_every_service_that_is_named_is_there() -> None:
    files = [
        file
        for service in SERVICES
        for path, file in mounted(service).items()
        if path.endswith((".yml", ".yaml"))
    ]
    text = "".join((ROOT / file).read_text() for file in files) + (ROOT / "docker-compose.yml").read_text()
    hosts = set(re.findall(r"(?:https?://|targets: \[\")([\w-]+):\d+", text)) - {"localhost"}
    assert hosts
    assert hosts <= set(SERVICES)


def test_barograph_has_something_to_judge_and_somebody_to_tell() -> None:
    folders = {Path(path).parent.name for path in mounted("barograph")}
    assert {"detectors", "sinks"} <= folders


def test_the_servers_take_their_files() -> None:
    prometheus, alertmanager = mounted("prometheus"), mounted("alertmanager")
    config = ROOT / prometheus["/etc/prometheus/prometheus.yml"]
    check("promtool", "check", "config", "--syntax-only", str(config))
    check("amtool", "check-config", str(ROOT / alertmanager["/etc/alertmanager/alertmanager.yml"]))
    (pattern,) = YAML(typ="safe").load(config.read_text())["rule_files"]
    assert [path for path in prometheus if fnmatch.fnmatch(path, pattern)]


def check(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
