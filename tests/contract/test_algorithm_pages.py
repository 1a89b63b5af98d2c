"""Every registered algorithm has a page that names its parameters, and a picture."""

from pathlib import Path

import pytest

from barograph.algorithms.registry import Registry

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"
REGISTRY = Registry.installed()
BUILT_IN = [name for name in REGISTRY.names if REGISTRY.describe(name).origin == "built-in"]


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_algorithm_has_a_page_with_parameters_reference_and_picture(name: str) -> None:
    page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
    for parameter in REGISTRY.describe(name).parameters:
        assert f"`{parameter.name}`" in page, parameter.name
    for heading in ("## When to use it", "## When not", "## Reference"):
        assert heading in page
    assert f"]({name}.svg)" in page
    assert (PAGES / f"{name}.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_parameter_of_an_algorithm_has_help(name: str) -> None:
    for parameter in REGISTRY.describe(name).parameters:
        assert parameter.help, parameter.name
