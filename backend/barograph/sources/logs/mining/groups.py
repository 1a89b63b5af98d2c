"""Groups: signatures that are one template, and how groups become one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.spans import message_in
from barograph.sources.logs.mining.tokens import TAIL, Signature, fold, frame_of, text_of, word_places

__all__ = ["Candidate", "Group", "Merge", "constants_in", "join_groups", "open_places", "open_tail"]

_MOST_MERGES, _MOST_VALUES, _MOST_EXAMPLES = 12, 5, 3


@dataclass(frozen=True, slots=True)
class Merge:
    """Why signatures became one template: a sentence, and some of the values that differ."""

    reason: str
    values: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """Signatures that are one template: its shape, its members, how many lines, some of them, and why."""

    shape: Signature
    members: set[Signature]
    lines: int = 0
    examples: tuple[str, ...] = ()
    merges: tuple[Merge, ...] = field(default=())
    first_ms: int | None = None
    last_ms: int | None = None

    def see(self, time_ms: int) -> None:
        """Note that a line was logged at a time."""
        self.first_ms = time_ms if self.first_ms is None else min(self.first_ms, time_ms)
        self.last_ms = time_ms if self.last_ms is None else max(self.last_ms, time_ms)

    def take_in(self, other: "Group") -> None:
        """Add another group to this one; the shape stays."""
        self.members |= other.members
        self.lines += other.lines
        self.examples = (*self.examples, *other.examples)[:_MOST_EXAMPLES]
        self.merges = (*self.merges, *other.merges)[-_MOST_MERGES:]
        if other.first_ms is not None and other.last_ms is not None:
            self.see(other.first_ms)
            self.see(other.last_ms)


class Candidate(NamedTuple):
    """Groups that may be one template, were these places open, and all from one place on if that is given."""

    places: tuple[int, ...]
    groups: list[Group]
    tail: int | None = None


def constants_in(signature: Signature) -> int:
    """Count the words of a signature: what is neither separator nor wildcard nor name of a field."""
    frame = frame_of(signature)
    words = word_places(signature)
    return len(words) - len(frame.intersection(words))


def join_groups(groups: Sequence[Group]) -> Group:
    """Return one group with everything of the given ones and the shape of the first."""
    joined = Group(groups[0].shape, set())
    for group in groups:
        joined.take_in(group)
    return joined


def open_places(groups: Sequence[Group], places: Sequence[int]) -> Group:
    """Return one group of all the given ones, with wildcards at the given places."""
    tokens = list(groups[0].shape)
    values = {group.shape[place] for group in groups for place in places} - {WILDCARD}
    for place in places:
        tokens[place] = WILDCARD
    return _open(groups, tuple(tokens), values)


def open_tail(groups: Sequence[Group], start: int) -> Group:
    """Return one group of all the given ones, with everything from a place on open."""
    tails = {group.shape[start : message_in(group.shape)[1]] for group in groups} - {(TAIL,)}
    shape = groups[0].shape
    end = message_in(shape)[1]
    return _open(groups, (*shape[:start], TAIL, *shape[end:]), set(map(text_of, tails)))


def _open(groups: Sequence[Group], opened: Signature, values: set[str]) -> Group:
    joined = join_groups(groups)
    joined.members.add(opened)
    reason = f"{len(values)} different values where the rest is equal: {text_of(opened)}"
    joined.merges = (*joined.merges, Merge(reason, tuple(sorted(values)[:_MOST_VALUES])))[-_MOST_MERGES:]
    joined.shape = fold(" ".join(opened))
    return joined
