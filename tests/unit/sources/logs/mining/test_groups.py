from barograph.sources.logs.mining.groups import Group, constants_in, open_places
from barograph.sources.logs.mining.keys import WILDCARD


def test_opened_groups_explain_themselves() -> None:
    groups = [Group(shape, {shape}, 2, ("x",)) for shape in (("hi", "ann"), ("hi", "bob"))]
    joined = open_places(groups, (1,))
    assert joined.shape == ("hi", WILDCARD)
    assert joined.lines == 4
    assert joined.merges[0].reason == "2 different values where the rest is equal: hi <*>"
    assert joined.merges[0].values == ("ann", "bob")
    assert constants_in(joined.shape) == 1
