"""Bursts: what stays strange for hours is told once, each kind of strangeness by itself."""

from collections.abc import Sequence

import numpy as np

from barograph.algorithms.arrays.trailing import trailing_peak
from barograph.domain import FloatArray

__all__ = ["NOTABLE", "tell_once"]

_FORGOTTEN = 2.0
_MARGIN = 0.3
NOTABLE = 2.0
_OTHERS = 0.5
_AFTERMATH_POINTS = 64


def tell_once(kinds: Sequence[FloatArray], quiet_points: int, last: int | None = None) -> FloatArray:
    """Return the surprise of the kind that says something new at the last points, 0 where none is notable.

    A kind says something new when it rises above its own recent peak, clearly so where that peak was notable
    already. A peak is forgotten by and by: after ``quiet_points`` it counts two orders of magnitude less. A
    kind is silent, too, while it is far below the recent peak of another. The first kind is the quick one:
    what the others say soon after it is no news unless it is stranger.
    """
    decay, reach = _FORGOTTEN / quiet_points, min(quiet_points, max(1, kinds[0].shape[1]))
    peaks = [np.maximum(trailing_peak(kind, reach, decay, last), 0.0) for kind in kinds]
    highest: FloatArray = np.maximum.reduce(peaks)
    quick = trailing_peak(kinds[0], _AFTERMATH_POINTS, 0.0, last) if len(kinds) > 1 else highest
    told = np.zeros_like(highest)
    newest = [kind[:, kind.shape[1] - highest.shape[1] :] for kind in kinds]
    for number, (kind, peak) in enumerate(zip(newest, peaks, strict=True)):
        needed = np.where(peak > NOTABLE, peak + _MARGIN, peak)
        if number:
            needed = np.maximum(needed, quick)
        is_new = (kind > needed) & (kind > _OTHERS * highest)
        np.maximum(told, kind, out=told, where=is_new)
    return np.where(told >= NOTABLE, told, 0.0)
