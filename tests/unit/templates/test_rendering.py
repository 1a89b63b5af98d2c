from typing import Any

import pytest

from barograph.errors import ValidationFailed
from barograph.templates.base import Template
from barograph.templates.catalogue import find_template
from barograph.templates.rendering import render


def make_template(**detector: Any) -> Template:
    return Template.model_validate(
        {
            "name": "small",
            "title": "Small",
            "category": "service",
            "description": "For tests.",
            "source_type": "prometheus",
            "parameters": [
                {"name": "prefix", "title": "Prefix", "default": "small"},
                {"name": "selector", "title": "Selector", "default": ""},
                {"name": "alerts", "title": "Alerts", "type": "number", "default": 2},
                {"name": "window", "title": "Window", "type": "duration", "default": "5m"},
                {"name": "side", "title": "Side", "default": "up", "choices": ["up", "down"]},
            ],
            "detectors": [
                {
                    "name": "${prefix}-a",
                    "query": {"expression": 'rate(a_total{code="5", ${selector}}[${window}])'},
                    "policy": {"budget": {"alerts": "${alerts}"}, "direction": "${side}"},
                }
                | detector
            ],
        }
    )


def test_values_are_put_in_with_their_types() -> None:
    (spec,) = render(make_template(), {"alerts": "0.5", "window": "1h", "selector": 'job="x"'}, "main")
    assert spec.name == "small-a"
    assert spec.query.source == "main"
    assert spec.query.expression == 'rate(a_total{code="5", job="x"}[1h])'
    assert spec.policy.budget is not None
    assert spec.policy.budget.alerts == 0.5


def test_an_empty_selector_leaves_nothing_behind() -> None:
    query = {"query": {"expression": 'up{${selector}} + b{${selector}, c="d"}'}}
    (spec,) = render(make_template(**query), {}, "main")
    assert spec.query.expression == 'up + b{c="d"}'
    (spec,) = render(make_template(), {}, "main")
    assert spec.query.expression == 'rate(a_total{code="5"}[5m])'


def test_a_place_that_is_an_item_of_a_list_gives_one_for_each_of_its_words() -> None:
    query = {"expression": "{}", "mode": "templates", "by": ["${selector}", "pod"]}
    for words, by in (("app, team", ("app", "team", "pod")), ("app", ("app", "pod")), ("", ("pod",))):
        (spec,) = render(make_template(query=query), {"selector": words}, "main")
        assert spec.query.by == by


def test_what_logs_tell_of_one_service_is_one_incident() -> None:
    specs = render(find_template("logs"), {"by": "app, namespace"}, "loki")
    read = [spec for spec in specs if spec.query.mode != "metric"]
    assert [spec.query.by for spec in read] == [("app", "namespace")] * 2
    assert all("sum by (app, namespace)" in spec.query.expression for spec in specs if spec not in read)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"selectr": "a"}, "Did you mean `selector`"),
        ({"zzz": "a"}, "It has prefix, selector"),
        ({"alerts": "many"}, "`alerts` takes a number"),
        ({"alerts": "inf"}, "write it like 10 or 0.5"),
        ({"window": "5 minutes"}, "`window` takes a duration"),
        ({"side": "sideways"}, "`side` is one of up, down"),
        ({"prefix": "No Spaces"}, "makes no valid detector of these values: `name`"),
        ({"alerts": "-1"}, "policy.budget.alerts"),
    ],
)
def test_a_wrong_value_is_refused_with_its_place(values: dict[str, str], sentence: str) -> None:
    with pytest.raises(ValidationFailed, match=sentence):
        render(make_template(), values, "main")


def test_text_in_a_value_is_not_filled_again() -> None:
    (spec,) = render(make_template(title="${selector}"), {"selector": "${prefix}"}, "main")
    assert spec.title == "${prefix}"


def test_a_service_without_failures_has_a_share_of_zero() -> None:
    errors = render(find_template("red"), {"by": "service"}, "main")[1]
    assert "or 0 * sum by (service)" in errors.query.expression
