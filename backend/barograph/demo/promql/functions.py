"""Functions of instant values: rounding, clamping, logarithms, time."""

from collections.abc import Callable

import numpy as np

from barograph.demo.promql.histogram import histogram_quantile
from barograph.demo.promql.values import Grid, Scalar, Value, Vector, expect_scalar, expect_vector
from barograph.domain import FloatArray, Labels

__all__ = ["FUNCTIONS"]

Function = Callable[[list[Value], Grid], Value]


def _elementwise(name: str, operation: Callable[[FloatArray], FloatArray]) -> Function:
    def call(arguments: list[Value], grid: Grid) -> Value:
        vector = expect_vector(arguments[0], f"call to function {name!r}")
        with np.errstate(divide="ignore", invalid="ignore"):
            return vector.mapped(operation(vector.values))

    return call


def _clamp(arguments: list[Value], grid: Grid, low: int | None, high: int | None) -> Value:
    vector = expect_vector(arguments[0], "call to clamp")
    values = vector.values
    if low is not None:
        values = np.maximum(values, expect_scalar(arguments[low], "call to clamp").values)
    if high is not None:
        values = np.minimum(values, expect_scalar(arguments[high], "call to clamp").values)
    return vector.mapped(values)


def _quantile(arguments: list[Value], grid: Grid) -> Value:
    quantile = expect_scalar(arguments[0], "call to function 'histogram_quantile'")
    return histogram_quantile(quantile, expect_vector(arguments[1], "call to function 'histogram_quantile'"))


def _scalar(arguments: list[Value], grid: Grid) -> Value:
    vector = expect_vector(arguments[0], "call to function 'scalar'")
    if len(vector.labels) != 1:
        return Scalar(np.full(len(grid.times), np.nan))
    return Scalar(vector.values[0])


def _vector(arguments: list[Value], grid: Grid) -> Value:
    return Vector((Labels(),), expect_scalar(arguments[0], "call to function 'vector'").values[np.newaxis, :])


def _time(arguments: list[Value], grid: Grid) -> Value:
    return Scalar(grid.times / 1000)


def _absent(arguments: list[Value], grid: Grid) -> Value:
    vector = expect_vector(arguments[0], "call to function 'absent'")
    is_there = (~np.isnan(vector.values)).any(axis=0)
    return Vector((Labels(),), np.where(is_there, np.nan, 1.0)[np.newaxis, :])


FUNCTIONS: dict[str, Function] = {
    "abs": _elementwise("abs", np.abs),
    "ceil": _elementwise("ceil", np.ceil),
    "floor": _elementwise("floor", np.floor),
    "round": _elementwise("round", lambda values: np.floor(values + 0.5)),
    "exp": _elementwise("exp", np.exp),
    "ln": _elementwise("ln", np.log),
    "log2": _elementwise("log2", np.log2),
    "log10": _elementwise("log10", np.log10),
    "sqrt": _elementwise("sqrt", np.sqrt),
    "sgn": _elementwise("sgn", np.sign),
    "clamp": lambda arguments, grid: _clamp(arguments, grid, 1, 2),
    "clamp_min": lambda arguments, grid: _clamp(arguments, grid, 1, None),
    "clamp_max": lambda arguments, grid: _clamp(arguments, grid, None, 1),
    "histogram_quantile": _quantile,
    "scalar": _scalar,
    "vector": _vector,
    "time": _time,
    "absent": _absent,
}
