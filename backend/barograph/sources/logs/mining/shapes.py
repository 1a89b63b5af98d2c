"""Shapes: which known shape a signature fits, found by looking up and not by comparing with all."""

from bisect import insort
from collections.abc import Iterator
from typing import Generic, TypeVar

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.tails import tail_openings
from barograph.sources.logs.mining.tokens import SEPARATORS, TAIL, Signature, skeleton_of, word_places

__all__ = ["Shapes"]

_Value = TypeVar("_Value")
_SIMILAR = 0.9
_WORDS_PER_DIFFERENCE = 10  # follows from what counts as similar
_FEWEST_WORDS = 10


class Shapes(Generic[_Value]):
    """Finds the value of the shape that differs from a signature only where the shape is open."""

    def __init__(self) -> None:
        self._values: dict[Signature, _Value] = {}
        self._openings: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
        self._long: dict[str, dict[tuple[int, str], list[tuple[int, Signature]]]] = {}
        self._to_anchor: list[tuple[Signature, str]] = []
        self._anchored = 0
        self._has_tails = False

    def __len__(self) -> int:
        return len(self._values)

    def add(self, shape: Signature, value: _Value) -> None:
        """Remember a shape; its wildcards are open."""
        skeleton = skeleton_of(shape)
        if shape not in self._values:
            places = tuple([place for place, token in enumerate(shape) if token == WILDCARD])
            words = skeleton.count("w") - len(places)
            if words:
                openings = self._openings.setdefault(skeleton, [])
                if (opening := (len(places), places)) not in openings:
                    insort(openings, opening)
            if words >= _FEWEST_WORDS:
                self._to_anchor.append((shape, skeleton))
            self._has_tails = self._has_tails or TAIL in shape
        self._values[shape] = value

    def find(self, signature: Signature) -> _Value | None:
        """Return the value of the shape a signature fits, ``None`` where it fits none."""
        exact = self._values.get(signature)
        if exact is not None:
            return exact
        if not self._values:
            return None
        skeleton = skeleton_of(signature)
        return (
            next(self._wider(signature, skeleton), None)
            or next(self._shorter(signature), None)
            or self._similar(signature, skeleton)
        )

    def wider_than(self, signature: Signature) -> Iterator[_Value]:
        """Yield the values of shapes that differ from a signature only where they are open."""
        yield from self._wider(signature, skeleton_of(signature))
        yield from self._shorter(signature)

    def _wider(self, signature: Signature, skeleton: str) -> Iterator[_Value]:
        for _, places in self._openings.get(skeleton, ()):
            tokens = list(signature)
            for place in places:
                tokens[place] = WILDCARD
            found = self._values.get(tuple(tokens))
            if found is not None:
                yield found

    def _shorter(self, signature: Signature) -> Iterator[_Value]:
        if self._has_tails:
            for opening in tail_openings(signature):
                exact = self._values.get(opening)
                if exact is not None:
                    yield exact
                yield from self._wider(opening, skeleton_of(opening))

    def _anchor(self) -> None:
        """Note long shapes at their longest words: one more than may differ in what is similar to it.

        Rounds of merging never ask for what is similar, so it is done when somebody does; done by two threads
        at once, it gives the same.
        """
        for number, (shape, skeleton) in enumerate(self._to_anchor, self._anchored):
            words = sorted(word_places(shape), key=lambda place: -len(shape[place]))
            anchors = self._long.setdefault(skeleton, {})
            for place in words[: len(words) // _WORDS_PER_DIFFERENCE + 1]:
                anchors.setdefault((place, shape[place]), []).append((number, shape))
        self._anchored += len(self._to_anchor)
        self._to_anchor.clear()

    def _similar(self, signature: Signature, skeleton: str) -> _Value | None:
        self._anchor()
        anchors = self._long.get(skeleton)
        if not anchors:
            return None
        near = {entry for anchor in enumerate(signature) for entry in anchors.get(anchor, ())}
        best, most = None, _SIMILAR
        for _, shape in sorted(near):
            similarity = _similarity(shape, signature)
            if similarity >= most:
                best, most = shape, similarity
        return None if best is None else self._values[best]


def _similarity(shape: Signature, signature: Signature) -> float:
    equal = different = 0
    for own, other in zip(shape, signature, strict=True):
        if own == WILDCARD or own in SEPARATORS:
            continue
        if own == other:
            equal += 1
        else:
            different += 2 if own.isalpha() and other.isalpha() else 1
    return equal / (equal + different) if equal else 0.0
