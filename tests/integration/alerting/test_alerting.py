"""The files that people put into their Prometheus and Alertmanager, checked by the tools that read them."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from ruamel.yaml import YAML

from barograph.runtime.collector import ProductCollector
from barograph.sinks.score_labels import DROPPED_METRIC, SCORE_METRICS
from barograph.storage import Database, Stores
from tests.servers.base import find_program

ALERTING = Path(__file__).parents[3] / "alerting"
CONFIGURATION = ALERTING / "alertmanager.yml"
RULES = ("barograph", "barograph-scores")
DATA: dict[str, Any] = {
    "receiver": "slack",
    "status": "firing",
    "alerts": [
        {
            "status": "firing",
            "labels": {"alertname": "BarographIncident", "severity": "critical"},
            "annotations": {
                "summary": "checkout is slow",
                "description": "checkout takes 9 s, expected 2 s",
                "suspects": "db",
                "runbook_url": "https://runbooks/checkout",
            },
            "startsAt": "2026-01-02T03:04:05Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "https://barograph.example/?incident=1",
        }
    ],
    "commonLabels": {"alertname": "BarographIncident", "severity": "critical"},
}


def run(program: str, *arguments: str) -> str:
    done = subprocess.run([find_program(program), *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_alertmanager_accepts_the_configuration() -> None:
    assert "1 templates" in run("amtool", "check-config", str(CONFIGURATION))


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (["alertname=BarographIncident", "severity=critical"], "pagerduty"),
        (["alertname=BarographIncident", "severity=critical", "team=payments"], "pagerduty-payments"),
        (["alertname=BarographIncident", "severity=warning", "team=payments"], "slack-payments"),
        (["alertname=BarographAnomaly", "severity=warning"], "slack"),
        (["alertname=BarographAnomaly", "severity=info"], "nobody"),
        (["alertname=BarographSinkDown", "severity=critical", "component=barograph"], "slack-platform"),
    ],
)
def test_severity_and_team_say_who_hears(labels: list[str], receiver: str) -> None:
    configuration = f"--config.file={CONFIGURATION}"
    assert run("amtool", "config", "routes", "test", configuration, *labels).strip() == receiver


def render_of(folder: Path, data: dict[str, Any]) -> Callable[[str], str]:
    """Return what makes a text of the data of a notification."""
    (folder / "data.json").write_text(json.dumps(data))
    return lambda name: run(
        "amtool",
        "template",
        "render",
        f"--template.glob={ALERTING}/templates/*.tmpl",
        f"--template.data={folder / 'data.json'}",
        f'--template.text={{{{ template "barograph.{name}" . }}}}',
    ).strip()


def test_a_message_says_what_happened_and_what_to_do(tmp_path: Path) -> None:
    render = render_of(tmp_path, DATA)
    assert render("title") == "[CRITICAL] checkout is slow"
    assert render("color") == "danger"
    assert render("link") == "https://barograph.example/?incident=1"
    assert render("text").splitlines() == [
        "checkout takes 9 s, expected 2 s",
        "Look first at: db",
        "What to do: https://runbooks/checkout",
        "Since 03:04 UTC. Replay: https://barograph.example/?incident=1",
    ]


def ended(**annotations: str) -> dict[str, Any]:
    """Return the alert as it ends."""
    (alert,) = DATA["alerts"]
    labels = {**alert["labels"], "severity": "warning"}
    over = {"status": "resolved", "labels": labels, "endsAt": "2026-01-02T03:09:05Z"}
    return {**alert, **over, "annotations": {"summary": "checkout is slow", **annotations}}


def test_what_goes_on_elsewhere_is_not_said_to_be_over(tmp_path: Path) -> None:
    goes_on = ended(description="It goes on as critical.", goes_on="It goes on as critical.")
    render = render_of(tmp_path, {**DATA, "status": "resolved", "alerts": [goes_on]})
    assert (render("title"), render("color")) == ("[GOES ON] checkout is slow", "warning")
    assert render("text").splitlines() == [
        "It goes on as critical.",
        "Since 03:04 UTC. Replay: https://barograph.example/?incident=1",
    ]
    render = render_of(tmp_path, {**DATA, "status": "resolved", "alerts": [ended()]})
    assert (render("title"), render("color")) == ("[OVER] checkout is slow", "good")
    assert "over since 03:09 UTC" in render("text")
    both = {**DATA, "alerts": [goes_on, *DATA["alerts"]], "commonLabels": {"alertname": "BarographIncident"}}
    assert render_of(tmp_path, both)("title") == "[CRITICAL] checkout is slow"


@pytest.mark.parametrize("name", RULES)
def test_the_rules_are_valid_and_say_what_they_should(name: str) -> None:
    run("promtool", "check", "rules", str(ALERTING / f"{name}.rules.yml"))
    run("promtool", "test", "rules", str(ALERTING / "tests" / f"{name}.test.yml"))


def test_the_rules_use_metrics_that_exist(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    registry = CollectorRegistry()
    registry.register(ProductCollector(Stores.over(database)))
    families = {(family.name, family.type) for family in registry.collect()}
    database.close()
    suffixes = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}
    known = {f"{name}{suffix}" for name, kind in families for suffix in suffixes.get(kind, ("",))}
    known |= {*SCORE_METRICS, DROPPED_METRIC}
    files = [YAML(typ="safe", pure=True).load((ALERTING / f"{name}.rules.yml").read_text()) for name in RULES]
    rules = [rule for file in files for group in file["groups"] for rule in group["rules"]]
    used = {name for rule in rules for name in re.findall(r"barograph_\w+", rule["expr"])}
    assert len(rules) == 15
    assert used <= known
