import re
from pathlib import Path

import pytest

from barograph.config.detector import DetectorSpec
from barograph.errors import NotFound
from barograph.runtime.checks import detector_checks
from barograph.templates.base import Template
from barograph.templates.catalogue import all_templates, find_template
from barograph.templates.rendering import render

NAMES = [template.name for template in all_templates()]


def rendered(template: Template) -> tuple[DetectorSpec, ...]:
    return render(template, {}, template.source_type)


def test_every_kind_of_thing_has_a_template() -> None:
    categories = {template.category for template in all_templates()}
    assert categories == {"service", "machine", "kubernetes", "queue", "database", "logs", "slo"}
    assert {"red", "use", "node", "kubernetes", "logs", "slo-burn"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_every_expression_is_valid_in_the_language_of_its_source(name: str) -> None:
    template = find_template(name)
    specs = rendered(template)
    checks = detector_checks(read_languages=dict)
    for spec in specs:
        assert "${" not in spec.model_dump_json()
        for check in checks:
            check(spec)
    assert len({spec.name for spec in specs}) == len(specs)


@pytest.mark.parametrize("name", NAMES)
def test_expressions_stay_valid_with_and_without_a_selector(name: str) -> None:
    template = find_template(name)
    texts = ['cluster="a", team=~"b|c"'] if template.source_type == "loki" else ['cluster="a"', ""]
    for text in texts:
        for spec in render(template, {"selector": text}, template.source_type):
            for check in detector_checks(read_languages=dict):
                check(spec)


@pytest.mark.parametrize("name", NAMES)
def test_people_read_what_a_detector_means_and_what_to_do(name: str) -> None:
    template = find_template(name)
    assert all(parameter.help for parameter in template.parameters)
    for spec in rendered(template):
        assert spec.title, spec.name
        assert spec.unit, spec.name
        assert spec.description.endswith("."), spec.name


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_is_used(name: str) -> None:
    template = find_template(name)
    used = set(re.findall(r"\$\{([a-z_0-9]+)\}", str(template.detectors)))
    assert used == {parameter.name for parameter in template.parameters}


def test_an_unknown_template_names_those_that_exist() -> None:
    with pytest.raises(NotFound, match="Templates are database-mysql"):
        find_template("mainframe")


def test_the_page_lists_every_template() -> None:
    text = (Path(__file__).parents[3] / "docs" / "templates.md").read_text()
    assert set(re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)) == set(NAMES)
