"""Rolling moments of the points before each moment, merged in a fixed tree.

Every moment is computed by the same operations in the same order wherever the window begins, so a tick gives
the same bits as a pass over the whole range.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from barograph.domain import FloatArray

__all__ = ["Moments", "rolling_blocks", "rolling_moments"]

_CHUNK_VALUES = 1 << 18
_FEW_POINTS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Weight (the count, where nothing decays), mean and variance of the points before each moment."""

    weight: FloatArray
    mean: FloatArray
    squares: FloatArray

    @classmethod
    def of(cls, values: FloatArray) -> Self:
        """Return the moments of single points."""
        is_known = np.isfinite(values)
        return cls(is_known.astype(np.float64), np.where(is_known, values, 0.0), np.zeros_like(values))

    @property
    def variance(self) -> FloatArray:
        """The mean squared distance from the mean, NaN where there is no point."""
        with np.errstate(invalid="ignore", divide="ignore"):
            variance: FloatArray = self.squares / self.weight
        return variance

    def with_older(self, older: "Moments", decay: float) -> "Moments":
        """Merge with the moments of older points, whose weight has decayed (Chan, Golub, LeVeque 1983)."""
        old_weight = older.weight * decay
        weight = self.weight + old_weight
        share = old_weight / np.where(weight > 0, weight, 1.0)
        delta = older.mean - self.mean
        squares = self.squares + older.squares * decay + delta * delta * self.weight * share
        return Moments(weight, self.mean + delta * share, squares)

    def apply(self, change: Callable[[FloatArray], FloatArray]) -> "Moments":
        """Return moments with the change made to each array."""
        return Moments(change(self.weight), change(self.mean), change(self.squares))


def rolling_moments(values: FloatArray, points: int, last: int | None = None, decay: float = 1.0) -> Moments:
    """Return the moments of the ``points`` values before each of the ``last`` moments, its own left out."""
    sizes = [1 << bit for bit in range(points.bit_length()) if points >> bit & 1]
    newest, *older = rolling_blocks(values, sizes, last, decay)
    offset = sizes[0]
    for size, block in zip(sizes[1:], older, strict=True):
        newest = newest.with_older(block, decay**offset)
        offset += size
    return newest


def rolling_blocks(
    values: FloatArray, sizes: Sequence[int], last: int | None = None, decay: float = 1.0
) -> list[Moments]:
    """Return the moments of consecutive blocks of points before each moment, the newest block first.

    Sizes are powers of two. A block is put together from halves, halves from quarters and so on.
    """
    wanted = values.shape[1] if last is None else min(last, values.shape[1])
    compute = _few_blocks if wanted <= _FEW_POINTS else _all_blocks
    rows = max(1, _CHUNK_VALUES // max(1, values.shape[1]))
    chunks = [
        compute(values[start : start + rows], sizes, wanted, decay)
        for start in range(0, max(1, len(values)), rows)
    ]
    return chunks[0] if len(chunks) == 1 else [_stack(parts, 0) for parts in zip(*chunks, strict=True)]


def _all_blocks(values: FloatArray, sizes: Sequence[int], wanted: int, decay: float) -> list[Moments]:
    """Double the window of every moment again and again, and look the blocks up where they end."""
    levels = {1: Moments.of(_delayed(values, 1, np.nan))}
    size = 1
    while size < max(sizes):
        levels[2 * size] = levels[size].with_older(_later(levels[size], size), decay**size)
        size *= 2
    offsets = np.cumsum([0, *sizes[:-1]])
    return [
        _later(levels[size], int(offset)).apply(lambda part: part[:, part.shape[1] - wanted :])
        for size, offset in zip(sizes, offsets, strict=True)
    ]


def _few_blocks(values: FloatArray, sizes: Sequence[int], wanted: int, decay: float) -> list[Moments]:
    """Do the same for a few moments only: halve each block instead of doubling everything."""
    points = sum(sizes)
    padded = np.pad(values, ((0, 0), (points, 0)), constant_values=np.nan)
    stops = np.arange(padded.shape[1] - wanted, padded.shape[1])
    found: list[Moments] = []
    for size, offset in zip(sizes, np.cumsum([0, *sizes[:-1]]), strict=True):
        ends = [int(stop - offset) for stop in stops]
        columns = [_halve(padded[:, end - size : end], decay) for end in ends]
        found.append(_stack(columns, 1) if columns else Moments.of(values[:, :0]))
    return found


def _stack(parts: Sequence[Moments], axis: int) -> Moments:
    return Moments(
        np.concatenate([part.weight for part in parts], axis),
        np.concatenate([part.mean for part in parts], axis),
        np.concatenate([part.squares for part in parts], axis),
    )


def _halve(block: FloatArray, decay: float) -> Moments:
    level, size = Moments.of(block), 1
    while level.mean.shape[1] > 1:
        newer = level.apply(lambda part: part[:, 1::2])
        level = newer.with_older(level.apply(lambda part: part[:, ::2]), decay**size)
        size *= 2
    return level


def _later(moments: Moments, points: int) -> Moments:
    return moments.apply(lambda part: _delayed(part, points, 0.0))


def _delayed(values: FloatArray, points: int, fill: float) -> FloatArray:
    """Move every column to the right by some points."""
    delayed = np.full_like(values, fill)
    delayed[:, points:] = values[:, : max(0, values.shape[1] - points)]
    return delayed
