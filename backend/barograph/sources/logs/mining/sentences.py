"""Long sentences: nobody writes two of them that differ in few words, so those that do are one template."""

from collections.abc import Iterator, Mapping, Sequence
from operator import ne

from barograph.sources.logs.mining.groups import Group, constants_in, join_groups, open_places
from barograph.sources.logs.mining.tokens import Signature, skeleton_of

__all__ = ["join_long_sentences"]

_FEWEST_WORDS = 20
_MOST_DIFFERENT = 0.2
_MOST_FIRST = 64


def join_long_sentences(groups: Mapping[Signature, Group]) -> dict[Signature, Group]:
    """Return the groups with those as one that are long and differ in few words."""
    result = dict(groups)
    for shapes in _alike(groups):
        columns = zip(*shapes, strict=True)
        places = [place for place, words in enumerate(columns) if len(set(words)) > 1]
        joined = open_places([result.pop(shape) for shape in shapes], places)
        known = result.get(joined.shape)
        result[joined.shape] = join_groups([known, joined]) if known else joined
    return result


def _alike(groups: Mapping[Signature, Group]) -> Iterator[Sequence[Signature]]:
    """Yield shapes that differ in few words from the first of them."""
    families: dict[str, list[list[Signature]]] = {}
    for shape in sorted(groups):
        words = constants_in(shape)
        if words < _FEWEST_WORDS:
            continue
        known = families.setdefault(skeleton_of(shape), [])
        most = _MOST_DIFFERENT * words
        family = next((each for each in known if sum(map(ne, each[0], shape)) <= most), None)
        if family is not None:
            family.append(shape)
        elif len(known) < _MOST_FIRST:
            known.append([shape])
    for known in families.values():
        yield from (family for family in known if len(family) > 1)
