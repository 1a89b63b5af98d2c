"""What stays: a burst is as strange as it began until the series is back in its ordinary range."""

import numpy as np

from barograph.algorithms.rarity.tails import CERTAIN
from barograph.domain import FloatArray

__all__ = ["BACK", "carry_on"]

BACK = -np.inf
"""Stands for the strangeness of a point where the series is in its ordinary range."""


def carry_on(away: FloatArray, before: FloatArray, forgotten_points: int) -> FloatArray:
    """Return how strange each point is if the points before it in the same burst are heard as well.

    Foresight learns from an incident while it goes on, and calls its middle ordinary; so what was strange is
    remembered, less and less, and not at all after ``forgotten_points``. ``away`` is the strangeness of each
    point, or ``BACK``; ``before`` is what the point before the first had, one a row. Each point follows from
    the one before, so the bits are the same wherever the points begin.
    """
    fades = CERTAIN / (forgotten_points - 1)
    is_back = away == BACK
    carried = np.where(is_back, 0.0, np.minimum(away, CERTAIN))
    rows = np.flatnonzero(~is_back.all(axis=1))
    by_moment, one = np.ascontiguousarray(carried[rows].T), before[rows]
    for heard, back in zip(by_moment, is_back[rows].T, strict=True):
        one = heard[:] = np.where(back, 0.0, np.maximum(heard, one - fades))
    carried[rows] = by_moment.T
    return carried
