"""Variables: which words of otherwise equal signatures are values.

A word is a value when, the rest being equal, it takes many forms. How many are needed depends on how much of
the rest is constant and on whether the forms look like identifiers or like prose. Where several words vary
together, no rest is equal; then the rarest words of a signature are opened together, because a value is
rarer than the prose around it.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from barograph.sources.logs.mining.groups import Group, constants_in
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.tokens import SEPARATORS, Signature

__all__ = ["Candidate", "find_candidates"]

_FEW_FORMS, _SOME_FORMS, _MANY_FORMS = 3, 5, 12
_MUCH_CONSTANT = 8
_JOINT_CONSTANTS, _JOINT_MOST = 2, 8
_COMBINING, _REPEATING = 1.3, 1.5


class Candidate(NamedTuple):
    """Groups that may be one template, were these places open."""

    places: tuple[int, ...]
    groups: list[Group]


_Table = dict[tuple[int, tuple[int, ...], int], list[Group]]


def find_candidates(groups: Mapping[Signature, Group]) -> list[Candidate]:
    """Return what may be merged, the safest first: few open places, many groups."""
    found = [*_single_candidates(groups), *_joint_candidates(groups)]
    return sorted(found, key=lambda each: (len(each.places), -len(each.groups), each.groups[0].shape))


def _single_candidates(groups: Mapping[Signature, Group]) -> Iterator[Candidate]:
    table: _Table = {}
    for shape, group in groups.items():
        hashes = _hashes_of(shape)
        total = sum(hashes)
        for place, token in enumerate(shape):
            if token not in SEPARATORS:
                table.setdefault((len(shape), (place,), total - hashes[place]), []).append(group)
    for (_, places, _), members in table.items():
        if len(members) > 1 and _is_variable(members, places[0]):
            yield Candidate(places, members)


def _is_variable(members: list[Group], place: int) -> bool:
    values = [group.shape[place] for group in members]
    constants = constants_in(members[0].shape) - (members[0].shape[place] != WILDCARD)
    if WILDCARD in values:
        return constants > 1
    if constants < 2:
        return constants == 1 and len(values) >= _MANY_FORMS
    is_sure = constants >= _MUCH_CONSTANT or all(map(_is_identifier, values))
    return len(values) >= (_FEW_FORMS if is_sure else _SOME_FORMS)


def _joint_candidates(groups: Mapping[Signature, Group]) -> Iterator[Candidate]:
    frequency = Counter(word for shape in groups for word in _words_of(shape))
    table: _Table = {}
    for shape, group in groups.items():
        words = _words_of(shape)
        most = min(_JOINT_MOST, len(words) - _JOINT_CONSTANTS)
        if most < 2:
            continue
        rarest = sorted(words, key=lambda word: (frequency[word], word))
        hashes = _hashes_of(shape)
        rest = sum(hashes) - hashes[rarest[0][1]]
        for count in range(2, most + 1):
            rest -= hashes[rarest[count - 1][1]]
            places = tuple(sorted(place for _, place, _ in rarest[:count]))
            table.setdefault((len(shape), places, rest), []).append(group)
    for (_, places, _), members in table.items():
        if len(members) >= _SOME_FORMS and _are_variables(members, places):
            yield Candidate(places, members)


def _are_variables(members: list[Group], places: tuple[int, ...]) -> bool:
    counts = [len({group.shape[place] for group in members}) for place in places]
    do_combine = len(members) >= _COMBINING * max(counts)
    do_not_repeat = sum(group.lines for group in members) <= _REPEATING * len(members)
    return min(counts) >= _SOME_FORMS and (do_combine or do_not_repeat)


def _words_of(shape: Signature) -> list[tuple[int, int, str]]:
    size = len(shape)
    return [
        (size, place, token)
        for place, token in enumerate(shape)
        if token not in SEPARATORS and token != WILDCARD
    ]


def _hashes_of(shape: Signature) -> list[int]:
    # The hash of a tuple is nearly linear, so sums of swapped words would be equal; that of a text is not.
    return [hash(f"{place} {token}") for place, token in enumerate(shape)]


def _is_identifier(word: str) -> bool:
    inner = word[1:]
    return not word.isalpha() or (inner != inner.lower() and inner != inner.upper())
