"""Addresses: a host with its port is one value, whether the name of the host has digits in it or not."""

from collections.abc import Mapping

from barograph.sources.logs.mining.groups import Group, Merge, join_groups
from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.lexicon import PREPOSITIONS
from barograph.sources.logs.mining.tokens import SEPARATORS, Signature, text_of

__all__ = ["join_addresses", "without_ports"]

_PORT = (WILDCARD, ":", WILDCARD)
_NO_SENTENCE = (SEPARATORS | {WILDCARD}) - frozenset("([{<")


def join_addresses(groups: Mapping[Signature, Group]) -> dict[Signature, Group]:
    """Return the groups with those as one that differ only in ports behind values."""
    result = dict(groups)
    for shape, group in groups.items():
        short = without_ports(shape, is_named=bool(group.merges))
        known = result.get(short)
        if short != shape and known is not None:
            joined = join_groups([known, group])
            reason = f"a value with its port is one value: {text_of(short)}"
            joined.merges = (*joined.merges, Merge(reason, (text_of(shape),)))
            result[short] = joined
            del result[shape]
    return result


def without_ports(shape: Signature, *, is_named: bool = False) -> Signature:
    """Leave out what stands behind the colon of a value, where a sentence goes on or a preposition began it.

    At the end of a line, too, where the value ``is_named``: where words were found to be values.

    >>> text_of(without_ports(("from", WILDCARD, ":", WILDCARD, "it", "came", ":", WILDCARD)))
    'from <*> it came: <*>'
    """
    tokens: list[str] = []
    place = 0
    while place < len(shape):
        is_port = shape[place : place + 3] == _PORT and _is_address(shape, place, is_named)
        tokens.append(shape[place])
        place += 3 if is_port else 1
    return tuple(tokens)


def _is_address(shape: Signature, place: int, is_named: bool) -> bool:
    following = shape[place + 3 : place + 4]
    goes_on = following[0] not in _NO_SENTENCE if following else is_named
    return goes_on or (place > 0 and shape[place - 1].lower() in (PREPOSITIONS | {"to"}))
