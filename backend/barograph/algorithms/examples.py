"""Example frames: what algorithms are checked on, with every awkward thing that real series do."""

from collections.abc import Callable

import numpy as np

from barograph.domain import FloatArray, Frame, Labels

__all__ = ["STEP_MS", "awkward_frame", "calm_frame"]

STEP_MS = 300_000
_START_MS = 1_767_225_600_000
_DAY_POINTS = 288


def calm_frame(points: int, series: int = 4, seed: int = 0) -> Frame:
    """Return series that swing by the day around different levels, with noise; five minutes a step."""
    rng = np.random.default_rng(seed)
    moments = np.arange(points)
    level = 50.0 + 20.0 * np.arange(series)[:, np.newaxis]
    swing = 8.0 * np.sin(2 * np.pi * moments / _DAY_POINTS)
    noise = rng.normal(0.0, 2.0, (series, points))
    labels = tuple(Labels(__name__="requests", job="api", instance=f"api-{row}") for row in range(series))
    return Frame(labels, _START_MS + moments * STEP_MS, level + swing + noise)


def awkward_frame(points: int, seed: int = 0) -> Frame:
    """Return a gappy, a constant, an infinite, a resetting, a nearly empty, an empty and a huge series."""
    calm = calm_frame(points, len(_MISHAPS), seed)
    rng = np.random.default_rng(seed + 1)
    values = np.array([change(row.copy(), rng) for change, row in zip(_MISHAPS, calm.values, strict=True)])
    return calm.with_values(values.reshape(calm.values.shape))


def _with_gaps(row: FloatArray, rng: np.random.Generator) -> FloatArray:
    row[rng.uniform(size=len(row)) < 0.2] = np.nan
    row[len(row) // 3 : len(row) // 2] = np.nan
    return row


def _constant(row: FloatArray, _rng: np.random.Generator) -> FloatArray:
    row[:] = 0.1
    return row


def _infinite(row: FloatArray, rng: np.random.Generator) -> FloatArray:
    chance = rng.uniform(size=len(row))
    row[chance < 0.03] = np.inf
    row[chance > 0.98] = -np.inf
    return row


def _resetting(row: FloatArray, _rng: np.random.Generator) -> FloatArray:
    total = np.cumsum(np.abs(row))
    total[len(row) // 2 :] -= total[len(row) // 2] if len(row) else 0.0
    return total


def _nearly_empty(row: FloatArray, _rng: np.random.Generator) -> FloatArray:
    row[np.arange(len(row)) != len(row) // 2] = np.nan
    return row


def _empty(row: FloatArray, _rng: np.random.Generator) -> FloatArray:
    row[:] = np.nan
    return row


def _huge(row: FloatArray, _rng: np.random.Generator) -> FloatArray:
    return row * 1e15


def _zero(row: FloatArray, _rng: np.random.Generator) -> FloatArray:
    return row * 0.0


_MISHAPS: tuple[Callable[[FloatArray, np.random.Generator], FloatArray], ...] = (
    _with_gaps,
    _constant,
    _infinite,
    _resetting,
    _nearly_empty,
    _empty,
    _huge,
    _zero,
)
