"""Random numbers that depend on nothing but a seed and a name, so that any moment can be drawn on its own."""

import hashlib
from collections.abc import Sequence

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS, SCRAPES_PER_DAY
from barograph.domain import FloatArray

__all__ = ["Octave", "generator_of", "wander"]

# (seconds between two knots, spread)
Octave = tuple[int, float]


def generator_of(*key: object) -> np.random.Generator:
    """Return the generator that belongs to a key; the same key gives the same numbers for ever."""
    digest = hashlib.blake2b("\x1f".join(map(str, key)).encode(), digest_size=16).digest()
    return np.random.Generator(np.random.Philox(key=np.frombuffer(digest, dtype=np.uint64)))


def wander(key: str, day: int, octaves: Sequence[Octave]) -> FloatArray:
    """Return one day of autocorrelated noise around 0: slow and fast waves, no seam at midnight."""
    total = np.zeros(SCRAPES_PER_DAY)
    seconds = np.arange(SCRAPES_PER_DAY) * (SCRAPE_MS / 1000)
    for period, spread in octaves:
        count = 86_400 // period
        knots = np.empty(count + 1)
        knots[:-1] = generator_of(key, period, day).standard_normal(count)
        knots[-1] = generator_of(key, period, day + 1).standard_normal()
        total += spread * np.interp(seconds, np.arange(count + 1) * period, knots)
    return total
