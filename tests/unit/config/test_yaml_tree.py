from itertools import pairwise

import pytest

from barograph.config.provisioning import read_detector_text
from barograph.config.yaml_tree import position_in, read_tree
from barograph.errors import ValidationFailed

LABELS = ", ".join(f"l{number}: x" for number in range(30))


def mistakes_in(text: str) -> list[str]:
    return [mistake.message for mistake in read_detector_text(text).mistakes]


def levels_of_aliases(levels: int) -> str:
    """A text whose every level means ten times the one before it."""
    names = [f"a{number}" for number in range(levels)]
    lines = ["a0: &a0 [x,x,x,x,x,x,x,x,x,x]"]
    lines += [f"{name}: &{name} [{','.join([f'*{before}'] * 10)}]" for before, name in pairwise(names)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    "text",
    [
        levels_of_aliases(9),
        "&a [*a]",
        "&a {b: *a}",
        f"detectors: [&d {{labels: {{{LABELS}}}}}" + ",*d" * 500 + "]",
        "detectors: " + "[" * 500 + "]" * 500,
        "- " * 3000,
        "a: {" * 3000,
    ],
)
def test_what_is_too_deep_or_too_much_is_a_mistake(text: str) -> None:
    assert ["nested too deeply" in message for message in mistakes_in(text)] == [True]


def test_aliases_of_an_honest_file_are_taken() -> None:
    rest = [f"- {{name: d{number}, query: {{expression: up}}, labels: *labels}}" for number in range(100)]
    first = "- {name: first, query: {expression: up}, labels: &labels {team: shop, tier: one}}"
    found = read_detector_text("\n".join(["detectors:", first, *rest]))
    assert found.mistakes == ()
    assert {spec.labels["team"] for spec in found.specs} == {"shop"}


@pytest.mark.parametrize(
    "text",
    [
        "a: 2001-99-99",
        "2002-01-01T25:00:00Z: 3",
        "a: " + "9" * 5000,
        "a: !!int x",
        "a: !!float x",
        "a: &x {<<: *x}",
        "<<: 3",
        "\x01",
        "a: [",
    ],
)
def test_whatever_the_library_says_of_a_text_is_told_with_a_place(text: str) -> None:
    with pytest.raises(ValidationFailed, match="not valid YAML") as raised:
        read_tree(text)
    assert {"line", "column"} <= raised.value.detail.keys()


def test_a_list_with_a_tag_has_at_least_the_place_of_its_key() -> None:
    tree = read_tree("a: 1\nb: !foo [x]")
    assert position_in(tree, ("b", 0)) == (2, 1)
    assert position_in(tree, ("c",)) == (1, 1)
