"""What tends to be strange together, learnt from the past."""

from collections import Counter
from collections.abc import Hashable, Iterable
from itertools import combinations

__all__ = ["CoOccurrence", "learn_cooccurrence"]

_LEAST_TIMES = 3


class CoOccurrence:
    """How often two things were strange within a while of each other, as a share of the rarer one."""

    def __init__(self, alone: Counter[Hashable], together: Counter[frozenset[Hashable]]) -> None:
        self._alone = alone
        self._together = together

    def share_of(self, one: Hashable, other: Hashable) -> float:
        """Return a share from 0 to 1; what happened fewer than three times teaches nothing."""
        times = self._together[frozenset((one, other))]
        if one == other or times < _LEAST_TIMES:
            return 0.0
        return times / max(1, min(self._alone[one], self._alone[other]))


def learn_cooccurrence(starts: Iterable[tuple[Hashable, int]], window_ms: int) -> CoOccurrence:
    """Count in fixed windows what started in the same one."""
    by_window: dict[int, set[Hashable]] = {}
    for key, start_ms in starts:
        by_window.setdefault(start_ms // window_ms, set()).add(key)
    alone: Counter[Hashable] = Counter()
    together: Counter[frozenset[Hashable]] = Counter()
    for keys in by_window.values():
        alone.update(keys)
        together.update(frozenset(pair) for pair in combinations(keys, 2))
    return CoOccurrence(alone, together)
