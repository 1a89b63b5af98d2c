"""What keeps a core busy beside the live benchmark: the engine's most expensive fit, again and again."""

import time

import numpy as np
from sklearn.ensemble import IsolationForest

__all__ = ["fit_until"]


def fit_until(end: float) -> int:
    """Fit until a moment of the monotonic clock and return the number of fits."""
    history = np.random.default_rng(7).normal(size=(10_000, 8))
    fits = 0
    while time.monotonic() < end:
        IsolationForest(n_estimators=100, random_state=fits, n_jobs=1).fit(history)
        fits += 1
    return fits
