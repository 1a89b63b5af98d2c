"""Shares: the values below which given shares of each row lie, gaps left out."""

from collections.abc import Sequence

import numpy as np

from barograph.domain import FloatArray

__all__ = ["shares_of"]


def shares_of(values: FloatArray, shares: Sequence[float]) -> FloatArray:
    """Return the quantiles of each row, a column a share, 0 where a row has nothing but gaps."""
    if not values.shape[1]:
        return np.zeros((len(values), len(shares)))
    ordered = np.sort(values, axis=1)
    last = np.maximum(np.isfinite(ordered).sum(axis=1) - 1, 0)[:, np.newaxis]
    places = last * np.asarray(shares)
    low = np.floor(places).astype(np.intp)
    below = np.take_along_axis(ordered, low, axis=1)
    above = np.take_along_axis(ordered, np.minimum(low + 1, last), axis=1)
    found: FloatArray = below + (above - below) * (places - low)
    return np.nan_to_num(found)
