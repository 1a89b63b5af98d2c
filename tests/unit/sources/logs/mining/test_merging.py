import random

from barograph.sources.logs.mining.groups import Group
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.merging import merge_groups


def test_groups_merge_whatever_their_order() -> None:
    names = ["ann", "bob", "eve", "joe", "kim", "lee"]
    shapes = [
        ("job", job, "of", name, "is", state) for job in names for name in names for state in ("up", "down")
    ]
    results = []
    for seed in range(3):
        random.Random(seed).shuffle(shapes)
        results.append(list(merge_groups({shape: Group(shape, {shape}, 1) for shape in shapes})))
    assert results[0] == results[1] == results[2]
    assert results[0] == [("job", WILDCARD, "of", WILDCARD, "is", state) for state in ("down", "up")]


def test_a_rare_leftover_joins_the_template_that_covers_it() -> None:
    common = [("move", a, "from", b, "to", c) for a in "abcdef" for b in "ghijkl" for c in "mnopqr"]
    merged = merge_groups(
        {shape: Group(shape, {shape}, 1) for shape in [*common, ("move", "z", "from", "y", "to", "x")]}
    )
    (group,) = merged.values()
    assert group.lines == len(common) + 1


def test_values_of_one_template_are_values_of_others() -> None:
    names = ["ann", "bob", "eve", "joe"]
    lines = [f"we saw {name} here today" for name in names] + [f"seen {name}" for name in names[:2]]
    shapes = [tuple(line.split()) for line in lines]
    merged = merge_groups({shape: Group(shape, {shape}, 1) for shape in shapes})
    assert sorted(merged) == [("seen", WILDCARD), ("we", "saw", WILDCARD, "here", "today")]
