"""Bursts: what stays strange for hours is told once, each kind of strangeness by itself."""

from collections.abc import Sequence

import numpy as np

from barograph.algorithms.trailing import trailing_peak
from barograph.domain import FloatArray

__all__ = ["NOTABLE", "tell_once"]

_FORGOTTEN = 2.0
_MARGIN = 0.3
NOTABLE = 2.0
_OTHERS = 0.5
_AFTERMATH_POINTS = 64


def tell_once(kinds: Sequence[FloatArray], quiet_points: int) -> FloatArray:
    """Return the surprise of the kind that says something new at each point, 0 where none is notable.

    A kind says something new when it rises above its own recent peak, clearly so where that peak was notable
    already. A peak is forgotten by and by: after ``quiet_points`` it counts two orders of magnitude less. A
    kind is silent, too, while it is far below the recent peak of another. The first kind is the quick one:
    what the others say soon after it is no news unless it is stranger.
    """
    decay = _FORGOTTEN / quiet_points
    peaks = [np.maximum(trailing_peak(kind, quiet_points, decay), 0.0) for kind in kinds]
    highest: FloatArray = np.maximum.reduce(peaks)
    quick = trailing_peak(kinds[0], _AFTERMATH_POINTS, 0.0) if len(kinds) > 1 else highest
    told = np.zeros(highest.shape)
    for number, (kind, peak) in enumerate(zip(kinds, peaks, strict=True)):
        needed = np.where(peak > NOTABLE, peak + _MARGIN, peak)
        if number:
            needed = np.maximum(needed, quick)
        is_new = (kind > needed) & (kind > _OTHERS * highest)
        np.maximum(told, kind, out=told, where=is_new)
    return np.where(told >= NOTABLE, told, 0.0)
