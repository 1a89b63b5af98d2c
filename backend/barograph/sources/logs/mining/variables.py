"""Variables: which words of otherwise equal signatures are values.

A word is a value when, the rest being equal, it takes many forms. How many are needed depends on how much of
the rest is constant and on whether the forms look like identifiers or like prose; two are enough where they
were found to be values of another statement. Where several words vary together, no rest is equal; then the
rarest words of a signature are opened together, because a value is rarer than the prose around it.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate, chain
from operator import mul, sub

from barograph.sources.logs.mining.contexts import (
    is_code_name,
    is_identifier,
    is_plain_value,
    is_prose,
    value_places,
)
from barograph.sources.logs.mining.groups import Candidate, Group, constants_in
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.tails import find_tails
from barograph.sources.logs.mining.tokens import MOST_TOKENS, SEPARATORS, Signature, frame_of, word_places

__all__ = ["find_candidates", "values_in"]

_FEW_FORMS, _SOME_FORMS, _MANY_FORMS = 3, 5, 12
_ENOUGH_CONSTANT, _MUCH_CONSTANT = 3, 8
_JOINT_FORMS, _JOINT_CONSTANTS, _JOINT_MOST = 3, 2, 8
_COMBINING, _REPEATING = 1.3, 1.5
_FACTORS = [random.Random(place).getrandbits(32) for place in range(MOST_TOKENS + 1)]


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A group and what its tokens weigh: shapes with some places left out are equal if their sums are."""

    group: Group
    weights: list[int]
    total: int

    @classmethod
    def of(cls, group: Group) -> "_Weighed":
        # A factor for each place, because sums of swapped words would be equal without; one for the length.
        weights = list(map(mul, map(hash, group.shape), _FACTORS))
        return cls(group, weights, sum(weights, len(weights) * _FACTORS[-1]))


def find_candidates(groups: Mapping[Signature, Group], known: Set[str] = frozenset()) -> list[Candidate]:
    """Return what may be merged, the safest first: few open places, many groups, long heads.

    Words that are ``known`` were found to be values elsewhere (see ``values_in``). Words that vary together
    are looked for where nothing else is left to merge.
    """
    weighed = [_Weighed.of(group) for group in groups.values()]
    found = [
        *_context_candidates(groups.values()),
        *_single_candidates(weighed, known),
        *find_tails(groups.values()),
    ]
    return sorted(found or _joint_candidates(weighed), key=_by_safety)


def values_in(candidates: Iterable[Candidate]) -> set[str]:
    """Return the words that are values where candidates are opened, but prose."""
    found: set[str] = set()
    for candidate in candidates:
        for place in candidate.places if candidate.tail is None else ():
            words = {group.shape[place] for group in candidate.groups} - {WILDCARD}
            if len(words) > 1:
                found.update(word for word in words if not is_prose(word))
    return found


def _by_safety(candidate: Candidate) -> tuple[int, int, int, Signature]:
    return (
        len(candidate.places),
        -(candidate.tail or 0),
        -len(candidate.groups),
        candidate.groups[0].shape,
    )


def _context_candidates(groups: Iterable[Group]) -> Iterator[Candidate]:
    """Yield groups that differ only where words are nearly always values; two forms are enough there."""
    table: dict[Signature, list[Group]] = {}
    for group in groups:
        places = value_places(group.shape)
        tokens = list(group.shape)
        for place in places:
            tokens[place] = WILDCARD
        table.setdefault(tuple(tokens), []).append(group)
    for members in table.values():
        if len(members) > 1:
            columns = zip(*[group.shape for group in members], strict=True)
            places = tuple([place for place, words in enumerate(columns) if len(set(words)) > 1])
            if len(word_places(members[0].shape)) - len(places) >= _JOINT_CONSTANTS:
                yield Candidate(places, members)


def _single_candidates(weighed: Sequence[_Weighed], known: Set[str]) -> Iterator[Candidate]:
    rests = [[each.total - weight for weight in each.weights] for each in weighed]
    counts = Counter(chain.from_iterable(rests))
    table: dict[int, Candidate] = {}
    for each, own in zip(weighed, rests, strict=True):
        frame = frame_of(each.group.shape)
        for place, rest in enumerate(own):
            if counts[rest] > 1 and each.group.shape[place] not in SEPARATORS and place not in frame:
                table.setdefault(rest, Candidate((place,), [])).groups.append(each.group)
    for candidate in table.values():
        if len(candidate.groups) > 1 and _is_variable(candidate.groups, candidate.places[0], known):
            yield candidate


def _is_variable(members: list[Group], place: int, known: Set[str]) -> bool:
    values = [group.shape[place] for group in members]
    constants = constants_in(members[0].shape) - (members[0].shape[place] != WILDCARD)
    is_value = any(place in value_places(group.shape) for group in members)
    if constants and (_are_mostly(known.__contains__, values) or all(map(is_plain_value, values))):
        return True
    if constants < 2:
        return constants == 1 and len(values) >= (_FEW_FORMS if is_value else _MANY_FORMS)
    if is_value or WILDCARD in values:
        return True
    if place == 0:
        is_fixed = _are_mostly(is_code_name, values) or _are_mostly(is_prose, values)
        return len(values) >= (_MANY_FORMS if is_fixed else _FEW_FORMS)
    is_sure = constants >= _MUCH_CONSTANT or _are_mostly(is_identifier, values)
    if is_sure or (constants >= _ENOUGH_CONSTANT and not _are_mostly(is_prose, values)):
        return len(values) >= _FEW_FORMS
    # What is said of few words but those in capitals is mostly what a protocol does: "sent PING to".
    return len(values) >= (_MANY_FORMS if _are_mostly(str.isupper, values) else _SOME_FORMS)


def _are_mostly(look: Callable[[str], bool], values: Sequence[str]) -> bool:
    return 2 * sum(map(look, values)) >= len(values)


def _joint_candidates(weighed: Sequence[_Weighed]) -> Iterator[Candidate]:
    rarest = _rarest_places(weighed)
    rests = [_rests_of(each, places) for each, places in zip(weighed, rarest, strict=True)]
    counts = Counter(chain.from_iterable(rests))
    table: dict[int, Candidate] = {}
    for each, places, own in zip(weighed, rarest, rests, strict=True):
        for count, rest in enumerate(own, 2):
            if counts[rest] >= _JOINT_FORMS:
                candidate = table.get(rest) or Candidate(tuple(sorted(places[:count])), [])
                table.setdefault(rest, candidate).groups.append(each.group)
    for candidate in table.values():
        if _are_variables(candidate.groups, candidate.places):
            yield candidate


def _rarest_places(weighed: Sequence[_Weighed]) -> list[list[int]]:
    """Return for each group the places of the words that are rarest there in shapes of its length."""
    frequencies: dict[int, Counter[int]] = {}
    for each in weighed:
        frequencies.setdefault(len(each.weights), Counter()).update(each.weights)
    return [_rarest_of(each, frequencies[len(each.weights)]) for each in weighed]


def _rarest_of(weighed: _Weighed, frequency: Mapping[int, int]) -> list[int]:
    frame = frame_of(weighed.group.shape)
    words = [place for place in word_places(weighed.group.shape) if place not in frame]
    most = min(_JOINT_MOST, len(words) - _JOINT_CONSTANTS)
    if most < 2:
        return []
    return sorted(words, key=[frequency[weight] for weight in weighed.weights].__getitem__)[:most]


def _rests_of(weighed: _Weighed, places: Sequence[int]) -> list[int]:
    """Return the sums that are left when the first two, three and more of the places are open."""
    return list(accumulate([weighed.total, *(weighed.weights[place] for place in places)], sub))[2:]


def _are_variables(members: list[Group], places: tuple[int, ...]) -> bool:
    counts = [len({group.shape[place] for group in members}) for place in places]
    do_combine = len(members) >= _COMBINING * max(counts)
    do_not_repeat = sum(group.lines for group in members) <= _REPEATING * len(members)
    return min(counts) >= _JOINT_FORMS and (do_combine or do_not_repeat)
