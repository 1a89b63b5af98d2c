"""Counts of events: how rare a count is for a line of the log that usually comes at some rate."""

import numpy as np

from barograph.domain import FloatArray

__all__ = ["largest_usual", "surprise_of_many", "surprise_of_none"]

_LN10 = float(np.log(10.0))
_MOST = 40.0


def surprise_of_many(counts: FloatArray, rate: FloatArray, dispersion: FloatArray) -> FloatArray:
    """Return ``-log10`` of the chance of a count at least this large.

    The bound of Chernoff for a Poisson count, widened by how much more than Poisson the series varies:
    ``n ln(n / rate) - n + rate``, divided by variance over mean. It is 0 up to the rate.
    """
    least = np.maximum(rate, 1e-9)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(counts > 0, counts / least, 1.0)
        exponent = counts * np.log(ratio) - counts + least
    exponent = np.where(counts > least, exponent, 0.0) / np.maximum(dispersion, 1.0)
    surprise: FloatArray = np.minimum(exponent / _LN10, _MOST)
    return np.where(np.isnan(counts), np.nan, np.where(np.isposinf(counts), _MOST, surprise))


def surprise_of_none(points: FloatArray, rate: FloatArray, dispersion: FloatArray) -> FloatArray:
    """Return ``-log10`` of the chance that nothing comes for so many points."""
    silent: FloatArray = points * rate / np.maximum(dispersion, 1.0) / _LN10
    return np.minimum(silent, _MOST)


def largest_usual(surprise: FloatArray, rate: FloatArray, dispersion: FloatArray) -> FloatArray:
    """Return a count that is about this surprising (the inequality of Bernstein, turned round)."""
    exponent = surprise * _LN10 * np.maximum(dispersion, 1.0)
    largest: FloatArray = rate + np.sqrt(2 * rate * exponent) + exponent / 3
    return largest
