import pytest

from barograph.sources.logs.mining.groups import Group
from barograph.sources.logs.mining.variables import find_candidates, values_in


def groups_of(lines: list[str]) -> dict[tuple[str, ...], Group]:
    shapes = [tuple(line.split()) for line in lines]
    return {shape: Group(shape, {shape}, 1) for shape in sorted(shapes)}


@pytest.mark.parametrize(
    ("lines", "is_variable"),
    [
        ([f"we {name} it now" for name in ("aa", "bb", "cc", "dd", "ee")], True),
        ([f"we {name} it now" for name in ("aa", "bb", "cc")], True),
        ([f"we {name} it now" for name in ("aa", "bb")], False),
        ([f"we {name} it" for name in ("aa", "bb", "cc", "dd", "ee")], True),
        ([f"we {name} it" for name in ("aa", "bb", "cc", "dd")], False),
        ([f"we {name} it" for name in ("AA", "BB", "CC", "DD", "EE")], False),
        ([f"we {name} it" for name in "abcdefghijkl".upper()], True),
        ([f"we {name} it now" for name in ("AA", "BB", "CC")], True),
        ([f"we {name} it now" for name in ("added", "moved", "closing", "opening", "ended")], True),
        ([f"we {name} it now" for name in ("added", "moved", "closing", "opening")], False),
        ([f"we {name} it now" for name in ("anAt", "beBy", "doCo")], True),
        ([f"we {name} it now" for name in ("anAt", "beBy")], False),
        ([f"{name} it is now" for name in ("aa", "bb", "cc")], True),
        ([f"{name} it is now" for name in ("anAt", "beBy", "doCo", "dyDy", "exEx")], False),
        ([f"{verb} server web now" for verb in ("adding", "updating", "removing")], False),
        ([f"job {name} is done" for name in ("aa", "bb")], True),
        ([f"we said {name} now" for name in ("false", "true")], True),
        (["done : true", "done : False"], True),
        (["true", "false"], False),
        ([f"done : {name}" for name in ("aa", "bb")], False),
        ([f"done : {name}" for name in ("aa", "bb", "cc")], True),
        ([f"say {name}" for name in "abcdefghijk"], False),
        ([f"say {name}" for name in "abcdefghijkl"], True),
        (list("abcdefghijklmnop"), False),
    ],
)
def test_how_many_forms_make_a_variable_depends_on_the_rest(lines: list[str], is_variable: bool) -> None:
    assert bool(find_candidates(groups_of(lines))) is is_variable


@pytest.mark.parametrize(
    ("lines", "is_variable"),
    [
        ([f"we saw {name} today" for name in ("ann", "bob")], True),
        ([f"we saw {name} today" for name in ("ann", "zoe")], True),
        ([f"we saw {name} today" for name in ("yan", "zoe")], False),
        ([f"seen {name}" for name in ("ann", "bob")], True),
        (["ann", "bob"], False),
    ],
)
def test_words_that_are_values_elsewhere_are_values_in_two_forms(lines: list[str], is_variable: bool) -> None:
    assert bool(find_candidates(groups_of(lines), {"ann", "bob"})) is is_variable


def test_what_is_opened_tells_which_words_are_values() -> None:
    many = [f"we {name} it right now" for name in ("ann", "bob", "eve", "added")]
    few = ["job web is done", "job api is done"]
    assert values_in(find_candidates(groups_of([*many, *few]))) == {"ann", "bob", "eve", "web", "api"}


def test_places_of_values_are_opened_together() -> None:
    lines = [f"moved queue {a} from node {b}" for a, b in zip("xyz", "ghj", strict=True)]
    (candidate, *_) = find_candidates(groups_of(lines))
    assert candidate.places == (2, 5)
    assert len(candidate.groups) == 3


def test_words_that_vary_together_wait_for_what_is_surer() -> None:
    lines = [f"we {a}x it and {b}y them all" for a, b in zip("abcdef", "ghijkl", strict=True)]
    sure = ["host web is gone", "host api is gone"]
    (candidate,) = {each.places for each in find_candidates(groups_of([*lines, *sure]))}
    assert candidate == (1,)


def test_words_that_vary_together_are_opened_together() -> None:
    lines = [f"we {a}x it and {b}y them all" for a, b in zip("abcdef", "ghijkl", strict=True)]
    (candidate,) = find_candidates(groups_of(lines))
    assert candidate.places == (1, 4)


def test_sentences_that_repeat_are_no_values() -> None:
    lines = [f"failed to {a} the {b}" for a, b in zip("abcdef", "ghijkl", strict=True)]
    groups = groups_of(lines)
    for group in groups.values():
        group.lines = 50
    assert find_candidates(groups) == []
