"""Which series stand for those that are not known yet: the same ones in whatever order they come."""

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Labels

__all__ = ["sample_rows"]


def sample_rows(labels: tuple[Labels, ...], most: int) -> NDArray[np.intp]:
    """Return the rows of up to ``most`` series, evenly spread over their labels in order."""
    order = sorted(range(len(labels)), key=lambda row: labels[row])
    places = np.linspace(0, len(order) - 1, min(len(order), most)).astype(int)
    return np.array([order[place] for place in places], dtype=np.intp)
