"""Tails: how rare a value is among the values a series has shown, for many series at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["CERTAIN", "MIN_POINTS", "Tail", "TailParts", "measure_tail"]

KNOTS = 8
TAIL_SHARE = 0.02
TAIL_POINTS = 10
MIN_POINTS = 40
CERTAIN = 8.0
_LN10 = float(np.log(10.0))
_TIE = 1e-3
_CAP = 10.0
_CHUNK_ROWS = 500
_CHUNK_VALUES = 1 << 15

_Single = NDArray[np.float32]
TailParts = dict[str, FloatArray]


@dataclass(frozen=True, slots=True, eq=False)
class Tail:
    """The upper tail of a distribution, one row a series and a last row for series it has not seen.

    Up to a threshold, which about 2 % of the values exceed, the tail is empirical: ``knots`` lie evenly in
    surprise between 0 and ``edge``. Above, it is exponential: the surprise starts at ``base`` and rises by
    one for every ``scale * ln 10``. ``infinite`` is the surprise of an infinite value. 48 bytes a row.
    """

    knots: _Single
    edge: _Single
    base: _Single
    scale: _Single
    infinite: _Single

    @classmethod
    def fit(cls, values: FloatArray, floor: float = 0.05) -> "Tail":
        """Learn the tail of each row; ``floor`` is the least scale, in the unit of the values.

        A row with fewer than ``MIN_POINTS`` values gets the typical tail of the other rows, which is the
        median over them, or that of a normal distribution where there is none.
        """
        starts = range(0, max(1, len(values)), _CHUNK_ROWS)
        return cls.gather([measure_tail(values[start : start + _CHUNK_ROWS], floor) for start in starts])

    @classmethod
    def gather(cls, measured: Sequence[TailParts]) -> "Tail":
        """Put together what ``measure_tail`` found in groups of rows, one after the other."""
        fitted = {name: np.concatenate([part[name] for part in measured]) for name in measured[0]}
        known = fitted.pop("counts") >= MIN_POINTS
        typical = _typical(fitted, known)
        parts = {}
        for name, rows in fitted.items():
            filled = np.where(known.reshape(-1, *[1] * (rows.ndim - 1)), rows, typical[name])
            parts[name] = _round_up(np.concatenate([filled, typical[name]]))
        return cls(**parts)

    @classmethod
    def normal(cls, rows: int) -> "Tail":
        """Return the tail of a standard normal distribution, for what has no history."""
        return cls(**{name: _round_up(np.repeat(part, rows, axis=0)) for name, part in _normal().items()})

    @classmethod
    def identity(cls) -> "Tail":
        """Return the tail of values that are surprises already, for what is calibrated by its own formula."""
        edge = np.full(1, -np.log10(TAIL_SHARE))
        parts = {"edge": edge, "base": edge, "scale": np.full(1, 1 / _LN10), "infinite": np.full(1, CERTAIN)}
        knots = np.linspace(0.0, edge, KNOTS, axis=1)
        return cls(_round_up(knots), **{name: _round_up(part) for name, part in parts.items()})

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]], prefix: str) -> "Tail":
        """Return the tail that ``to_arrays`` wrote under this prefix."""
        return cls(*(arrays[f"{prefix}.{name}"].astype(np.float32, copy=False) for name in cls.__slots__))

    def to_arrays(self, prefix: str) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model."""
        return {f"{prefix}.{name}": getattr(self, name) for name in self.__slots__}

    def rows(self, positions: NDArray[np.intp] | slice) -> "Tail":
        """Return the tails at these rows; -1 stands for a series that is not known."""
        return Tail(*(getattr(self, name)[positions] for name in self.__slots__))

    def with_last(self, last: "Tail") -> "Tail":
        """Return these tails with another one for series that are not known."""
        names = self.__slots__
        return Tail(*(np.concatenate([getattr(self, name)[:-1], getattr(last, name)[-1:]]) for name in names))

    def surprise(self, values: FloatArray) -> FloatArray:
        """Return ``-log10 p`` for each value; NaN stays NaN."""
        found = np.empty(values.shape)
        rows = max(1, _CHUNK_VALUES // max(1, values.shape[1]))
        for start in range(0, len(values), rows):
            part = slice(start, start + rows)
            found[part] = self._surprise(part, values[part])
        return found

    def _surprise(self, part: slice, values: FloatArray) -> FloatArray:
        knots, scale, edge, base, infinite = (
            getattr(self, name)[part].astype(np.float64).reshape(len(values), -1)
            for name in ("knots", "scale", "edge", "base", "infinite")
        )
        steps, share = np.zeros_like(values), np.empty_like(values)
        widths = np.maximum(np.diff(knots, axis=1), 1e-12)
        for number in range(KNOTS - 1):
            np.subtract(values, knots[:, number, np.newaxis], out=share)
            share /= widths[:, number, np.newaxis]
            steps += np.clip(share, 0.0, 1.0, out=share)
        found: FloatArray = steps * (edge / (KNOTS - 1))
        rows, columns = np.nonzero(values > knots[:, -1:])
        beyond, own = values[rows, columns], np.hstack([knots[:, -1:], scale, base - edge, infinite])[rows].T
        with np.errstate(invalid="ignore"):
            excess = beyond - own[0]
        far = found[rows, columns]
        far += np.minimum(excess / (_TIE * own[1]), 1.0) * own[2]
        far += excess / (own[1] * _LN10)
        found[rows, columns] = np.where(np.isposinf(beyond), own[3], far)
        return found

    def level(self, surprise: float) -> FloatArray:
        """Return for each row the value above the threshold that is this surprising."""
        beyond = np.maximum(surprise - self.base.astype(np.float64), 0.0)
        level: FloatArray = self.knots[:, -1] + beyond * self.scale.astype(np.float64) * _LN10
        return level


def measure_tail(values: FloatArray, floor: float = 0.05) -> TailParts:
    """Measure the tail of each row, for a history that comes in groups of rows."""
    finite = np.isfinite(values)
    ordered = np.sort(np.where(finite, values, np.nan), axis=1)
    counts = np.maximum(finite.sum(axis=1), 1)
    if not ordered.shape[1]:
        ordered = np.full((len(values), 1), np.nan)
    tail_counts = np.minimum(np.maximum(TAIL_POINTS, TAIL_SHARE * counts), counts / 4)
    edge = -np.log10(tail_counts / counts)
    shares = 10 ** (-edge[:, np.newaxis] * np.linspace(0, 1, KNOTS))
    places = np.clip(np.round(counts[:, np.newaxis] * (1 - shares)) - 1, 0, None).astype(np.intp)
    knots = np.take_along_axis(ordered, places, axis=1)
    above, scale = _exceed(ordered, counts, places[:, -1], knots[:, -1], floor)
    never = counts + np.isposinf(values).sum(axis=1)
    seen = np.isposinf(values).sum(axis=1) / never
    return {
        "counts": finite.sum(axis=1).astype(np.float64),
        "knots": knots,
        "edge": edge,
        "base": np.maximum(-np.log10(np.maximum(above, 0.5) / counts), edge),
        "scale": np.maximum(scale, 0.01 * (knots[:, -1] - knots[:, 0])),
        "infinite": np.where(seen > 0, -np.log10(np.maximum(seen, 10**-CERTAIN)), CERTAIN),
    }


def _exceed(
    ordered: FloatArray,
    counts: NDArray[np.intp],
    places: NDArray[np.intp],
    threshold: FloatArray,
    floor: float,
) -> tuple[NDArray[np.intp], FloatArray]:
    """Count the values clearly above the threshold and average their excess, capped against outliers."""
    width = int((counts - 1 - places).max(initial=0)) or 1
    columns = counts[:, np.newaxis] - width + np.arange(width)
    excess = np.take_along_axis(ordered, np.clip(columns, 0, None), axis=1) - threshold[:, np.newaxis]
    is_above = (excess > _TIE * floor) & (columns > places[:, np.newaxis])
    above = is_above.sum(axis=1)
    middle = np.clip(width - 1 - np.maximum(above - 1, 0) // 2, 0, None)
    median = np.take_along_axis(excess, middle[:, np.newaxis], axis=1)
    capped = np.where(is_above, np.minimum(excess, _CAP * median), 0.0)
    return above, np.maximum(capped.sum(axis=1) / np.maximum(above, 1), floor)


def _typical(fitted: TailParts, known: NDArray[np.bool_]) -> TailParts:
    if not known.any():
        return _normal()
    return {name: np.median(rows[known], axis=0, keepdims=True) for name, rows in fitted.items()}


def _normal() -> TailParts:
    edge = -float(np.log10(TAIL_SHARE))
    shares = 10 ** (-edge * np.linspace(0, 1, KNOTS))
    threshold = NormalDist().inv_cdf(1 - TAIL_SHARE)
    mean_excess = NormalDist().pdf(threshold) / TAIL_SHARE - threshold
    knots = [NormalDist().inv_cdf(float(np.clip(1 - share, 1e-3, None))) for share in shares]
    parts = {"edge": edge, "base": edge, "scale": mean_excess, "infinite": CERTAIN}
    return {"knots": np.array([knots]), **{name: np.array([part]) for name, part in parts.items()}}


def _round_up(values: FloatArray) -> _Single:
    """Store in single precision without ever moving a knot below a value that it must not count as rare."""
    with np.errstate(over="ignore"):
        single = values.astype(np.float32)
    return np.where(single < values, np.nextafter(single, np.float32(np.inf)), single)
