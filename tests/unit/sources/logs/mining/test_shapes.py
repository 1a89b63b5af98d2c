from random import Random

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.shapes import Shapes
from barograph.sources.logs.mining.tokens import Signature


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


def test_what_is_similar_is_found_among_many_as_by_comparing_with_all() -> None:
    random = Random(5)
    words = ["".join(random.choices("abcdefg", k=random.randint(2, 9))) for _ in range(40)] + ["a1", "b2"]
    shapes: Shapes[int] = Shapes()
    kept: list[Signature] = []
    for number in range(300):
        shape = tuple(random.choices([*words, WILDCARD], k=random.randint(16, 24)))
        shapes.add(shape, number)
        kept.append(shape)
    found = 0
    for shape in kept:
        tokens = [random.choice(words) if token == WILDCARD else token for token in shape]
        for place in random.sample(range(len(tokens)), k=random.randint(1, 3)):
            tokens[place] = random.choice(words)
        signature = tuple(tokens)
        likenesses = [_likeness(one, signature) if len(one) == len(signature) else 0.0 for one in kept]
        is_near = max(likenesses) >= 0.9
        answer = shapes.find(signature)
        assert (answer is not None) == is_near
        assert answer is None or likenesses[answer] == max(likenesses)
        found += answer is not None
    assert 50 < found < 290


def _likeness(shape: Signature, signature: Signature) -> float:
    """Return which share of the constant words of a shape are in a signature; other words weigh double."""
    pairs = [(own, other) for own, other in zip(shape, signature, strict=True) if own != WILDCARD]
    equal = sum(own == other for own, other in pairs)
    different = sum(2 if own.isalpha() and other.isalpha() else 1 for own, other in pairs if own != other)
    return equal / (equal + different) if equal else 0.0
