"""Tails: what follows a colon is a value where it tells why, however many words it has."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from barograph.sources.logs.mining.contexts import value_places
from barograph.sources.logs.mining.groups import Candidate, Group
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.lexicon import TROUBLE_WORDS
from barograph.sources.logs.mining.spans import message_in, prose_in
from barograph.sources.logs.mining.tokens import TAIL, Signature

__all__ = ["find_tails", "tail_openings"]

_CLAUSE_ENDS = frozenset((":", "]", ";", "|"))
_FEW, _SOME, _MANY = 2, 3, 8


@dataclass(frozen=True, slots=True)
class _Tail:
    """A group cut at a colon: what stands before, the clause right before it, what comes after."""

    group: Group
    head: Signature
    clause: Signature
    words: Signature


def tail_openings(shape: Signature) -> Iterator[Signature]:
    """Yield the shapes that a signature has with one of its tails open, the longest head first."""
    for start, _, end in _cuts_of(shape):
        yield (*shape[:start], TAIL, *shape[end:])


def find_tails(groups: Iterable[Group]) -> Iterator[Candidate]:
    """Yield groups that are equal up to a colon and differ in the reason that follows."""
    tails: dict[Signature, list[_Tail]] = {}
    for group in groups:
        for start, clause, end in _cuts_of(group.shape):
            tail = _Tail(group, group.shape[:start], group.shape[clause : start - 1], group.shape[start:end])
            tails.setdefault((*tail.head, *group.shape[end:]), []).append(tail)
    known = _known_elsewhere(tails.values())
    for members in tails.values():
        if len(members) > 1 and _is_reason(members, known):
            groups, start = [each.group for each in members], len(members[0].head)
            is_word = all(len(each.words) == 1 and each.words != (TAIL,) for each in members)
            yield Candidate((start,), groups) if is_word else Candidate((), groups, start)


@lru_cache(20_000)
def _cuts_of(shape: Signature) -> tuple[tuple[int, int, int], ...]:
    """Return for each colon after prose where its tail starts, its clause starts, and the message ends."""
    first, end = message_in(shape)
    cuts: list[tuple[int, int, int]] = []
    clause = first
    for place in range(first, end - 1):
        if shape[place] == ":" and prose_in(shape[clause:place]):
            cuts.append((place + 1, clause, end))
        if shape[place] in _CLAUSE_ENDS:
            clause = place + 1
    return tuple(reversed(cuts))


def _known_elsewhere(tails: Iterable[list[_Tail]]) -> frozenset[Signature]:
    """Return the tails that follow more than one clause: such a text is no part of a sentence."""
    pairs = {
        (_without_values(each), each.words)
        for members in tails
        for each in members
        if prose_in(each.clause) >= _FEW
    }
    counts = Counter(words for _, words in pairs)
    return frozenset(words for words, count in counts.items() if count > 1)


def _without_values(tail: _Tail) -> Signature:
    """Return the clause with its values open, because a clause with another value is no other one."""
    shape = list(tail.group.shape)
    for place in value_places(tail.group.shape):
        shape[place] = WILDCARD
    end = len(tail.head) - 1
    return tuple(shape[end - len(tail.clause) : end])


def _is_reason(members: list[_Tail], known: frozenset[Signature]) -> bool:
    clause, tails = members[0].clause, {each.words for each in members}
    if (TAIL,) in tails or tails <= known:
        return True
    prose = prose_in(clause)
    if not TROUBLE_WORDS.isdisjoint(map(str.lower, clause)):
        return prose >= _FEW
    are_plain = all(WILDCARD not in words or words == (WILDCARD,) for words in tails)
    return are_plain and prose >= _SOME and _SOME <= len(tails) <= _MANY
