"""The score of the Numenta Anomaly Benchmark (Lavin, Ahmad 2015, arXiv:1510.03336) by published rules.

Within a window the first detection earns most at its beginning; a missed window costs; a detection outside
costs less just after a window than far from one. One threshold serves all files, the best one by rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["PROFILES", "NabFile", "NabScore", "probation_points", "score_files"]

_STEEPNESS = 2.5
_FAR = 3.0


@dataclass(frozen=True, slots=True)
class Profile:
    """What a hit earns, and what a false alarm and a miss cost."""

    hit: float
    false_alarm: float
    miss: float


PROFILES = {
    "standard": Profile(1.0, 0.11, 1.0),
    "low_false_positives": Profile(1.0, 0.22, 1.0),
    "low_false_negatives": Profile(1.0, 0.11, 2.0),
}


@dataclass(frozen=True, slots=True, eq=False)
class NabFile:
    """The signal of one file and its windows as first and last row."""

    name: str
    signal: FloatArray
    windows: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class NabScore:
    """A score of 100 is perfect, 0 is that of silence."""

    score: float
    threshold: float
    detected: int
    windows: int
    false_rows: int


def probation_points(points: int) -> int:
    """Return how many rows at the start of a file are for learning only."""
    return int(min(np.floor(0.15 * points), 750))


def score_files(files: Sequence[NabFile], profile: Profile, threshold: float | None = None) -> NabScore:
    """Score files at one threshold, the one that scores best if none is given."""
    signal, window, worth = _flatten(files)
    order = np.argsort(-signal, kind="stable")
    signal, window, worth = signal[order], window[order], worth[order]
    numbers = np.unique(window[window >= 0])
    gain = np.where(window < 0, profile.false_alarm * worth, 0.0)
    first = np.zeros(len(signal), dtype=np.int64)
    for number in numbers:
        rows = np.flatnonzero(window == number)
        best = np.maximum.accumulate(np.append(-profile.miss, profile.hit * worth[rows]))
        gain[rows] = np.diff(best)
        first[rows[:1]] = 1
    silence = -profile.miss * len(numbers)
    raw = silence + np.append(0.0, np.cumsum(gain))
    if threshold is None:
        is_last_of_ties = np.append(True, np.append(signal[1:] != signal[:-1], True)[: len(signal)])
        count = int(np.argmax(np.where(is_last_of_ties, raw, -np.inf)))
        threshold = float(signal[count - 1]) if count else float("inf")
    else:
        count = int((signal >= threshold).sum())
    spread = profile.hit * len(numbers) - silence
    return NabScore(
        score=100.0 * (float(raw[count]) - silence) / spread if len(numbers) else float("nan"),
        threshold=threshold,
        detected=int(first[:count].sum()),
        windows=len(numbers),
        false_rows=int((window[:count] < 0).sum()),
    )


def _flatten(files: Sequence[NabFile]) -> tuple[FloatArray, NDArray[np.int64], FloatArray]:
    """Return signal, window number (-1 outside) and worth of every row that counts, all files together."""
    signals, windows, worths, base = [], [], [], 0
    for file in files:
        start = probation_points(len(file.signal))
        window, worth = _judge_rows(len(file.signal), file.windows)
        signals.append(np.nan_to_num(file.signal[start:], nan=-np.inf))
        windows.append(np.where(window[start:] >= 0, window[start:] + base, -1))
        worths.append(worth[start:])
        base += len(file.windows)
    return np.concatenate(signals), np.concatenate(windows), np.concatenate(worths)


def _judge_rows(points: int, spans: Sequence[tuple[int, int]]) -> tuple[NDArray[np.int64], FloatArray]:
    """Return for each row its window and what a detection there is worth, from 1 down to -1."""
    window, worth = np.full(points, -1, dtype=np.int64), np.full(points, -1.0)
    ordered = sorted(spans)
    for number, (low, high) in enumerate(ordered):
        width = high - low + 1
        stop = ordered[number + 1][0] if number + 1 < len(ordered) else points
        after = np.arange(high + 1, stop)
        distance = (after - high) / max(width - 1, 1e-12)
        worth[after] = np.where(distance > _FAR, -1.0, -np.tanh(_STEEPNESS * distance))
        inside = np.arange(low, high + 1)
        window[inside] = number
        worth[inside] = np.tanh(_STEEPNESS * (high - inside + 1) / width) / np.tanh(_STEEPNESS)
    return window, worth
