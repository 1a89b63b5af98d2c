"""The baselines: random order, the largest z-score, the earliest deviation."""

from collections.abc import Iterable, Mapping

import numpy as np

from barograph.bench._rootcause_signs import Case, History, Recording
from barograph.domain import FloatArray

__all__ = ["measure_deviations", "random_accuracy", "rank_by_largest_z", "rank_by_onset"]

_THRESHOLD = 3.0
_NEVER = 2**31


def measure_deviations(
    windows: Iterable[tuple[Recording, History, FloatArray]],
) -> Mapping[str, tuple[float, int]]:
    """Return for each component its largest z and the first position at which one is beyond three."""
    found: dict[str, tuple[float, int]] = {}
    for recording, history, values in windows:
        if not history.is_known or not np.isfinite(values).any():
            continue
        size = np.nan_to_num(np.abs(history.deviations(values)))
        beyond = np.flatnonzero(size > _THRESHOLD)
        largest, first = found.get(recording.component, (0.0, _NEVER))
        onset = int(beyond[0]) if beyond.size else _NEVER
        found[recording.component] = (max(largest, float(size.max())), min(first, onset))
    return found


def rank_by_largest_z(case: Case) -> list[str]:
    """Order the candidates by their largest z-score."""
    return sorted(case.candidates, key=lambda name: -case.deviations.get(name, (0.0, 0))[0])


def rank_by_onset(case: Case) -> list[str]:
    """Order the candidates by the first deviation, the larger one first where they tie."""

    def key(name: str) -> tuple[int, float]:
        largest, first = case.deviations.get(name, (0.0, _NEVER))
        return first, -largest

    return sorted(case.candidates, key=key)


def random_accuracy(cases: Iterable[Case], top: int) -> float:
    """Return the share of cases in which a random order has the cause among the first."""
    return float(np.mean([min(1.0, top / len(case.candidates)) for case in cases]))
