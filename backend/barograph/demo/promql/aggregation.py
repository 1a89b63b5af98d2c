"""sum, avg, min, max, count, ... by and without labels, and topk."""

from collections.abc import Callable, Sequence

import numpy as np

from barograph.demo.promql.values import Vector
from barograph.domain import FloatArray, Labels
from barograph.errors import SourceRejectedQuery

__all__ = ["aggregate", "choose"]


def _variance(rows: FloatArray) -> FloatArray:
    count = np.maximum((~np.isnan(rows)).sum(axis=0), 1)
    mean = np.nansum(rows, axis=0) / count
    variance: FloatArray = np.nansum((rows - mean) ** 2, axis=0) / count
    return variance


_Reduce = Callable[[FloatArray], FloatArray]
_REDUCTIONS: dict[str, _Reduce] = {
    "sum": lambda rows: np.nansum(rows, axis=0),
    "avg": lambda rows: np.nansum(rows, axis=0) / np.maximum((~np.isnan(rows)).sum(axis=0), 1),
    "min": lambda rows: np.nanmin(np.where(np.isnan(rows), np.inf, rows), axis=0),
    "max": lambda rows: np.nanmax(np.where(np.isnan(rows), -np.inf, rows), axis=0),
    "count": lambda rows: (~np.isnan(rows)).sum(axis=0).astype(np.float64),
    "group": lambda rows: np.ones(rows.shape[1]),
    "stddev": lambda rows: np.sqrt(_variance(rows)),
    "stdvar": _variance,
}


def aggregate(operator: str, vector: Vector, names: Sequence[str], *, is_without: bool) -> Vector:
    """Return one series for each group of labels."""
    if operator not in _REDUCTIONS:
        raise SourceRejectedQuery(f"the shop does not know the aggregation {operator}()")
    groups = _groups_of(vector, names, is_without=is_without)
    if not groups:
        return Vector.empty(vector.values.shape[1])
    rows = []
    for members in groups.values():
        values = vector.values[members]
        rows.append(np.where(np.isnan(values).all(axis=0), np.nan, _REDUCTIONS[operator](values)))
    return Vector(tuple(groups), np.array(rows))


def choose(vector: Vector, count: int, names: Sequence[str], *, is_without: bool, is_largest: bool) -> Vector:
    """Return the ``count`` largest or smallest series of each group at each moment, labels kept."""
    kept = np.full(vector.values.shape, np.nan)
    sign = -1.0 if is_largest else 1.0
    for members in _groups_of(vector, names, is_without=is_without).values():
        values = vector.values[members]
        ranks = np.argsort(np.argsort(np.where(np.isnan(values), np.inf, sign * values), axis=0), axis=0)
        kept[members] = np.where(ranks < count, values, np.nan)
    return Vector(vector.labels, kept)


def _groups_of(vector: Vector, names: Sequence[str], *, is_without: bool) -> dict[Labels, list[int]]:
    groups: dict[Labels, list[int]] = {}
    for row, labels in enumerate(vector.labels):
        key = labels.without("__name__", *names) if is_without else labels.only(*names)
        groups.setdefault(key, []).append(row)
    return groups
