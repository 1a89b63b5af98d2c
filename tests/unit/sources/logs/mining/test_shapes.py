from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.shapes import Shapes


def test_a_signature_fits_where_the_shape_is_open() -> None:
    shapes: Shapes[str] = Shapes()
    shapes.add(("user", WILDCARD, "left"), "left")
    assert shapes.find(("user", "ann", "left")) == "left"
    assert shapes.find(("user", "ann", "came")) is None
    assert len(shapes) == 1


def test_a_shape_without_words_takes_nothing_in() -> None:
    shapes: Shapes[str] = Shapes()
    shapes.add((WILDCARD,), "anything")
    assert shapes.find(("hello",)) is None


def test_a_long_line_with_one_other_identifier_is_similar() -> None:
    shapes: Shapes[str] = Shapes()
    sentence = "the quick brown fox jumps over a lazy dog near zone"
    words = sentence.split()
    shapes.add((*words, "eu-west"), "fox")
    assert shapes.find((*words, "us-east")) == "fox"
    assert shapes.find((*words[:-2], "far", "away", "eu-west")) is None
