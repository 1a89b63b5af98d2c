import pytest

from barograph.sources.logs.mining.contexts import is_identifier, is_prose, value_places


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("host web is gone", (1,)),
        ("host is gone", ()),
        ("host removed at once", ()),
        ("host name is unknown", ()),
        ("waiting for orders", (2,)),
        ("waiting for orders queue", ()),
        ("waiting for orders to be sent", (2,)),
        ("waiting for reading", ()),
        ("state : idle , next : busy", (2, 6)),
        ("state : idle again", ()),
        ("set size = small", (3,)),
        ("flag was true before", (2,)),
        ("we got no-such-thing back", (2,)),
        ("we got DRAINING", (2,)),
        ("we got DRAINING , SLOW ones", (2, 4)),
        ("we got DRAINING back", ()),
        ("host DRAINING is gone", (1,)),
        ("we got OrderService back", ()),
        ("we got do_read back", ()),
        ("cmd = open to = null by = proxy", (2, 5, 8)),
        ("level = info msg = stopped", ()),
        ("unit ' web ' is up", (2,)),
        ("unit ' web db ' is up", ()),
        ('said " a " and " b "', (2, 6)),
        ('level = info msg = " unit web failed "', (7,)),
        ("job change signal is sent", ()),
        ("topic local prefix is wrong", ()),
        ('level = info msg = " in mode safe "', (8,)),
        ("it ended ( late )", (3,)),
        ("it ended ( do_read ) late", ()),
        ("it ended ( too late )", ()),
        ("login , ann , web", (2, 4)),
        ("login , ann is here", ()),
        ("login , failed", ()),
        ("list of orders", (2,)),
        ("Foo : : start", ()),
        ("see Foo : : start : idle", (6,)),
        ("list of open orders", ()),
    ],
)
def test_what_stands_around_a_word_tells_a_value(line: str, places: tuple[int, ...]) -> None:
    assert value_places(tuple(line.split())) == places


@pytest.mark.parametrize(
    ("word", "is_name"),
    [
        ("web-1", True),
        ("OrderService", True),
        ("a_b", True),
        ("ERROR", False),
        ("Error", False),
        ("can't", False),
    ],
)
def test_identifiers_do_not_look_like_prose(word: str, is_name: bool) -> None:
    assert is_identifier(word) is is_name


@pytest.mark.parametrize(
    ("word", "belongs"),
    [("Adding", True), ("removed", True), ("was", True), ("web", False), ("web-red", False)],
)
def test_verbs_belong_to_sentences(word: str, belongs: bool) -> None:
    assert is_prose(word) is belongs
