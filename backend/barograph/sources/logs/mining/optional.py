"""Optional fields: lines of fields without a message are one statement where few fields are there or not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from barograph.sources.logs.mining.groups import Group, Merge, constants_in, join_groups
from barograph.sources.logs.mining.tokens import STEADY_FIELDS, Signature, frame_of, text_of

__all__ = ["join_optional_fields"]

_FEWEST_COMMON = 5
_MOST_OPTIONAL = 0.25
_MOST_HOSTS, _MOST_SEEN = 64, 16


@dataclass(slots=True)
class _Host:
    """The longest line of a statement, what is joined to it, and names of fields that were seen together."""

    shape: Signature
    group: Group
    seen: set[frozenset[str]]

    def takes(self, names: frozenset[str]) -> bool:
        """Tell whether nearly all fields of a line were seen together here, and few others."""
        return any(_are_alike(known, names) for known in self.seen)


def join_optional_fields(groups: Mapping[Signature, Group]) -> dict[Signature, Group]:
    """Return the groups with those as one that differ in few fields only, the longest of each first."""
    result = dict(groups)
    hosts: dict[tuple[str, ...], list[_Host]] = {}
    for shape in sorted(groups, key=lambda each: (-len(each), each)):
        frame = frame_of(shape)
        if not frame or constants_in(shape):
            continue
        names, steady = frozenset(_names_of(shape, frame)), _steady_of(shape, frame)
        known = hosts.setdefault(steady, [])
        host = next((each for each in known if each.takes(names)), None)
        if host is not None:
            host.group = result[host.shape] = _join(host.group, result.pop(shape))
            if len(host.seen) < _MOST_SEEN:
                host.seen.add(names)
        elif len(known) < _MOST_HOSTS:
            known.append(_Host(shape, groups[shape], {names}))
    return result


def _are_alike(names: frozenset[str], others: frozenset[str]) -> bool:
    common = len(names & others)
    return common >= _FEWEST_COMMON and len(names ^ others) <= _MOST_OPTIONAL * common


def _join(host: Group, group: Group) -> Group:
    joined = join_groups([host, group])
    reason = f"fields that may be there or not: {text_of(host.shape)}"
    joined.merges = (*joined.merges, Merge(reason, (text_of(group.shape),)))[-12:]
    return joined


def _names_of(shape: Signature, frame: frozenset[int]) -> Iterator[str]:
    return (shape[place] for place in frame if shape[place + 1 : place + 2] == ("=",))


def _steady_of(shape: Signature, frame: frozenset[int]) -> tuple[str, ...]:
    places = [place for place in sorted(frame) if shape[place].lower() in STEADY_FIELDS]
    return tuple(token for place in places for token in shape[place : place + 3])
