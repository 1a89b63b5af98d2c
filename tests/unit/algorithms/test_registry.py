from importlib.metadata import EntryPoint

import pytest

from barograph.algorithms.registry import GROUP, Registry
from barograph.algorithms.zscore import ZScore
from barograph.errors import InternalError, NotFound, ValidationFailed


@pytest.fixture
def registry() -> Registry:
    return Registry(
        [
            EntryPoint("zscore", "barograph.algorithms.zscore:ZScore", GROUP),
            EntryPoint("zscore", "aardvark:Impostor", GROUP),
            EntryPoint("broken", "no_such_module:Broken", GROUP),
        ]
    )


def test_an_algorithm_is_made_with_its_parameters(registry: Registry) -> None:
    assert registry.create("zscore", {"window": 90}) == ZScore(window=90)


def test_a_name_of_a_builtin_cannot_be_taken_over(registry: Registry) -> None:
    assert registry.describe("zscore").origin == "built-in"


def test_an_unknown_parameter_is_refused_with_the_name_that_was_meant(registry: Registry) -> None:
    with pytest.raises(ValidationFailed, match="Did you mean `window`"):
        registry.create("zscore", {"windoww": 90})


def test_a_parameter_out_of_range_is_refused_with_the_range(registry: Registry) -> None:
    with pytest.raises(ValidationFailed, match="`window` must be from 8"):
        registry.create("zscore", {"window": 1})


def test_a_parameter_of_a_wrong_type_is_refused(registry: Registry) -> None:
    with pytest.raises(ValidationFailed, match="`window` is wrong: a whole number"):
        registry.create("zscore", {"window": "many"})


def test_an_unknown_name_is_refused_with_the_name_that_was_meant(registry: Registry) -> None:
    with pytest.raises(NotFound, match="Did you mean `zscore`"):
        registry.create("zskore")


def test_a_plugin_that_cannot_be_imported_says_what_to_reinstall(registry: Registry) -> None:
    with pytest.raises(InternalError, match="Reinstall no_such_module"):
        registry.create("broken")


def test_a_description_has_default_type_and_help_of_each_parameter(registry: Registry) -> None:
    described = registry.describe("zscore")
    (parameter,) = described.parameters
    assert (parameter.name, parameter.type, parameter.default) == ("window", "int", 60)
    assert parameter.help == "How many points before a point it is compared with."
    assert described.summary.startswith("Distance from the mean")
    assert described.cost == "cheap"


def test_the_defaults_of_an_installation_go_before_those_of_the_algorithm(registry: Registry) -> None:
    usual = Registry.installed().with_defaults({"timezone": "Europe/Berlin"})
    assert usual.create("auto").timezone == "Europe/Berlin"
    assert usual.create("auto", {"timezone": "Asia/Tokyo"}).timezone == "Asia/Tokyo"
    (seasonal, _) = usual.create("ensemble", {"members": ["seasonal", "mad"]}).made
    assert seasonal.timezone == "Europe/Berlin"
    assert Registry.installed().create("auto").timezone == "UTC"
    assert usual.create("zscore") == Registry.installed().create("zscore")
