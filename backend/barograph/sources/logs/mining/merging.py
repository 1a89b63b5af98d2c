"""Merging: groups become templates by opening variables, round by round, until none is found."""

from collections.abc import Iterable, Mapping

from barograph.sources.logs.mining.addresses import join_addresses
from barograph.sources.logs.mining.groups import (
    Candidate,
    Group,
    constants_in,
    join_groups,
    open_places,
    open_tail,
)
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.optional import join_optional_fields
from barograph.sources.logs.mining.sentences import join_long_sentences
from barograph.sources.logs.mining.shapes import Shapes
from barograph.sources.logs.mining.tokens import TAIL, Signature
from barograph.sources.logs.mining.variables import find_candidates, values_in

__all__ = ["merge_groups"]

_MOST_ROUNDS = 12


def merge_groups(groups: Mapping[Signature, Group]) -> dict[Signature, Group]:
    """Return the groups merged; the order in which they were learnt does not matter."""
    current = dict(sorted(groups.items()))
    known: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        candidates = find_candidates(current, known)
        if not candidates:
            break
        known |= values_in(candidates)
        current = _absorb(join_addresses(_open(current, candidates)))
    return join_optional_fields(join_long_sentences(current))


def _open(groups: Mapping[Signature, Group], candidates: Iterable[Candidate]) -> dict[Signature, Group]:
    taken: set[Signature] = set()
    opened: list[Group] = []
    for candidate in candidates:
        shapes = [group.shape for group in candidate.groups]
        if taken.isdisjoint(shapes):
            taken.update(shapes)
            opened.append(_open_one(candidate))
    result = {shape: group for shape, group in groups.items() if shape not in taken}
    for group in opened:
        known = result.get(group.shape)
        result[group.shape] = join_groups([known, group]) if known else group
    return dict(sorted(result.items()))


def _open_one(candidate: Candidate) -> Group:
    if candidate.tail is not None:
        return open_tail(candidate.groups, candidate.tail)
    return open_places(candidate.groups, candidate.places)


def _absorb(groups: dict[Signature, Group]) -> dict[Signature, Group]:
    """Let groups that were merged take in those that differ from them only where they are open."""
    wide: Shapes[Group] = Shapes()
    for group in groups.values():
        if group.merges:
            for member in sorted(group.members):
                if WILDCARD in member or TAIL in member:
                    wide.add(member, group)
    result = dict(groups)
    for shape, group in sorted(groups.items(), key=lambda item: item[0].count(WILDCARD)):
        hosts = (host for host in wide.wider_than(shape) if host is not group and host.shape in result)
        host = next((host for host in hosts if _is_alike(host.shape, shape)), None)
        if host is not None:
            host.take_in(group)
            del result[shape]
    return result


def _is_alike(host: Signature, shape: Signature) -> bool:
    if TAIL in host:
        shape = shape[: host.index(TAIL)]
    own = constants_in(host)
    return own >= max(2, constants_in(shape) - own)
