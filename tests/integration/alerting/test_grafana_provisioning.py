"""The same alerts as Grafana provisioning: equal in meaning, complete, and about what exists."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[3]
ALERTING, GRAFANA = ROOT / "alerting", ROOT / "provisioning" / "grafana"
RULES = {"barograph.rules.yml": "barograph.yaml", "barograph-scores.rules.yml": "barograph-scores.yaml"}
NUMBER = re.compile(r"\{\{ \$value \| (humanize\w*) \}\}")


def load(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text())


def grafana_rules() -> list[dict[str, Any]]:
    """Return every rule of Grafana's."""
    files = [load(GRAFANA / "alerting" / name) for name in RULES.values()]
    return [rule for file in files for group in file["groups"] for rule in group["rules"]]


@pytest.mark.parametrize(("prometheus", "grafana"), RULES.items())
def test_every_rule_means_the_same_in_prometheus_and_in_grafana(prometheus: str, grafana: str) -> None:
    wanted = {
        rule["alert"]: {
            "expr": rule["expr"],
            "for": rule.get("for", "0s"),
            "labels": rule["labels"],
            "annotations": {
                name: NUMBER.sub(r"{{ \1 $values.A.Value }}", text)
                for name, text in rule["annotations"].items()
            },
        }
        for group in load(ALERTING / prometheus)["groups"]
        for rule in group["rules"]
    }
    found = {
        rule["title"]: {
            "expr": rule["data"][0]["model"]["expr"],
            **{name: rule[name] for name in ("for", "labels", "annotations")},
        }
        for group in load(GRAFANA / "alerting" / grafana)["groups"]
        for rule in group["rules"]
    }
    assert found == wanted


def test_whatever_an_expression_returns_is_an_alert_and_nothing_is_none() -> None:
    for rule in grafana_rules():
        question, threshold = rule["data"]
        assert question["model"]["instant"] is True
        assert threshold["model"]["expression"] == question["refId"] == "A"
        assert threshold["model"]["conditions"] == [{"evaluator": {"type": "gt", "params": [-1]}}]
        assert (rule["condition"], rule["noDataState"]) == (threshold["refId"], "OK")


def test_rules_have_names_of_their_own_and_ask_what_is_provisioned() -> None:
    rules = grafana_rules()
    names = [rule["uid"] for rule in rules]
    assert len(set(names)) == len(names) == 15
    assert all(re.fullmatch(r"[a-z-]{1,40}", name) for name in names)
    files = (GRAFANA / "datasources").glob("*.yaml")
    sources = {source["uid"] for file in files for source in load(file)["datasources"]}
    assert {part["datasourceUid"] for rule in rules for part in rule["data"]} <= {*sources, "__expr__"}


def receiver_of(labels: dict[str, str]) -> str:
    """Return who hears by Grafana's policies: the first route that matches, nobody where it is muted."""
    policies = load(GRAFANA / "alerting" / "policies.yaml")
    (tree,) = policies["policies"]
    always = {one["name"] for one in policies["muteTimes"]}
    for route in tree["routes"]:
        assert all(operator == "=" for _, operator, _ in route["object_matchers"])
        if all(labels.get(name, "") == value for name, _, value in route["object_matchers"]):
            return "nobody" if always & set(route.get("mute_time_intervals", [])) else str(route["receiver"])
    return str(tree["receiver"])


def test_the_routes_are_those_of_alertmanager() -> None:
    theirs = load(ALERTING / "alertmanager.yml")["route"]
    (ours,) = load(GRAFANA / "alerting" / "policies.yaml")["policies"]
    for name in ("receiver", "group_by", "group_wait", "group_interval", "repeat_interval"):
        assert ours[name] == theirs[name]
    for route in theirs["routes"]:
        conditions = [re.fullmatch(r'(\w+)="(.*)"', matcher) for matcher in route["matchers"]]
        labels = {match[1]: match[2] for match in conditions if match}
        assert len(labels) == len(route["matchers"])
        assert receiver_of(labels) == route["receiver"]
    assert receiver_of({"severity": "warning"}) == theirs["receiver"]


def test_everybody_who_is_to_hear_has_an_address() -> None:
    points = load(GRAFANA / "alerting" / "contact-points.yaml")["contactPoints"]
    names = {point["name"]: {one["type"] for one in point["receivers"]} for point in points}
    (tree,) = load(GRAFANA / "alerting" / "policies.yaml")["policies"]
    assert {tree["receiver"], *(route["receiver"] for route in tree["routes"])} == set(names)
    theirs = {
        one["name"]: {name.removesuffix("_configs") for name in one if name != "name"}
        for one in load(ALERTING / "alertmanager.yml")["receivers"]
    }
    assert names == {name: kinds for name, kinds in theirs.items() if kinds}


def test_the_texts_are_those_of_alertmanager() -> None:
    (template,) = load(GRAFANA / "alerting" / "templates.yaml")["templates"]
    assert template["template"] == (ALERTING / "templates" / "barograph.tmpl").read_text()
    points = (GRAFANA / "alerting" / "contact-points.yaml").read_text()
    used = set(re.findall(r'template "(barograph\.\w+)"', points))
    assert used <= set(re.findall(r'define "(barograph\.\w+)"', template["template"]))
