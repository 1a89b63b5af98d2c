"""What tends to be strange together, learnt from the past."""

from collections import Counter
from collections.abc import Hashable, Iterable
from itertools import combinations

__all__ = ["CoOccurrence", "learn_cooccurrence"]

_LEAST_TIMES = 3


class CoOccurrence:
    """How often two things were strange within a while of each other, as a share of the rarer one.

    What happened fewer than three times teaches nothing.
    """

    def __init__(self, alone: Counter[Hashable], together: Counter[frozenset[Hashable]]) -> None:
        self._partners: dict[Hashable, dict[Hashable, float]] = {}
        for pair, times in together.items():
            if times >= _LEAST_TIMES:
                one, other = pair
                share = times / max(1, min(alone[one], alone[other]))
                self._partners.setdefault(one, {})[other] = share
                self._partners.setdefault(other, {})[one] = share

    def partners_of(self, key: Hashable, least: float) -> list[Hashable]:
        """Return what is strange together with something at least in this share, from 0 to 1."""
        return [other for other, share in self._partners.get(key, {}).items() if share >= least]


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
