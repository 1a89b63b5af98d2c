"""How well lines were grouped, as the log-parsing literature measures it."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

__all__ = ["Grouping", "compare_groupings"]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Grouping accuracy (Zhu et al., ICSE 2019) and F1 of group accuracy (Jiang et al., ISSTA 2024)."""

    accuracy: float
    f1: float
    true_groups: int
    found_groups: int


def compare_groupings(truth: Sequence[Hashable], found: Sequence[Hashable]) -> Grouping:
    """Compare who belongs together: a group is right when it holds exactly the lines of a true one.

    >>> compare_groupings(["a", "a", "b", "c"], [1, 1, 2, 2]).accuracy
    0.5
    """
    if len(truth) != len(found):
        raise ValueError(f"{len(found)} found groups for {len(truth)} lines")
    true_sets, found_sets = _sets_of(truth), _sets_of(found)
    right = true_sets & found_sets
    precision = len(right) / len(found_sets) if found_sets else 0.0
    recall = len(right) / len(true_sets) if true_sets else 0.0
    return Grouping(
        accuracy=sum(map(len, right)) / len(truth) if truth else 0.0,
        f1=2 * precision * recall / (precision + recall) if right else 0.0,
        true_groups=len(true_sets),
        found_groups=len(found_sets),
    )


def _sets_of(names: Sequence[Hashable]) -> set[tuple[int, ...]]:
    lines: dict[Hashable, list[int]] = defaultdict(list)
    for position, name in enumerate(names):
        lines[name].append(position)
    return {tuple(positions) for positions in lines.values()}
