"""Operators between two values: calculation, comparison and sets, with Prometheus's matching of labels."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from promql_parser import BinModifier, LabelModifierType, VectorMatchCardinality

from barograph.demo.promql.values import Scalar, Value, Vector
from barograph.domain import FloatArray, Labels
from barograph.errors import SourceRejectedQuery

__all__ = ["combine"]

_Operation = Callable[[FloatArray, FloatArray], FloatArray]
_CALCULATIONS: dict[str, _Operation] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    "^": np.power,
}
_COMPARISONS: dict[
    str, Callable[[FloatArray, FloatArray], np.ndarray[tuple[int, ...], np.dtype[np.bool_]]]
] = {
    "==": np.equal,
    "!=": np.not_equal,
    ">": np.greater,
    "<": np.less,
    ">=": np.greater_equal,
    "<=": np.less_equal,
}
_SETS = ("and", "or", "unless")


@dataclass(frozen=True, slots=True)
class _Matching:
    """How the series of two sides find each other."""

    names: tuple[str, ...] = ()
    is_on: bool = False
    many: str = ""
    included: tuple[str, ...] = ()

    @classmethod
    def of(cls, modifier: BinModifier | None) -> "_Matching":
        if modifier is None:
            return cls()
        sides = (("left", VectorMatchCardinality.ManyToOne), ("right", VectorMatchCardinality.OneToMany))
        many = next((side for side, cardinality in sides if modifier.card == cardinality), "")
        if modifier.matching is None:
            return cls(many=many, included=tuple(modifier.group_labels or ()))
        is_on = modifier.matching.type == LabelModifierType.Include
        return cls(tuple(modifier.matching.labels), is_on, many, tuple(modifier.group_labels or ()))

    def key_of(self, labels: Labels) -> Labels:
        return labels.only(*self.names) if self.is_on else labels.without("__name__", *self.names)


def combine(operator: str, left: Value, right: Value, modifier: BinModifier | None) -> Value:
    """Return what an operator makes of two values."""
    is_bool = bool(modifier and modifier.return_bool)
    if operator in _SETS:
        if isinstance(left, Scalar) or isinstance(right, Scalar):
            raise SourceRejectedQuery(f'set operator "{operator}" not allowed in binary scalar expression')
        return _combine_sets(operator, left, right, _Matching.of(modifier))
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        if operator in _COMPARISONS and not is_bool:
            raise SourceRejectedQuery("comparisons between scalars must use BOOL modifier")
        return Scalar(_apply(operator, left.values, right.values, left.values, is_bool=True))
    if isinstance(right, Scalar) and isinstance(left, Vector):
        values = _apply(operator, left.values, right.values[np.newaxis, :], left.values, is_bool=is_bool)
        return _named_as(left, values, operator, is_bool=is_bool)
    if isinstance(left, Scalar) and isinstance(right, Vector):
        values = _apply(operator, left.values[np.newaxis, :], right.values, right.values, is_bool=is_bool)
        return _named_as(right, values, operator, is_bool=is_bool)
    if isinstance(left, Vector) and isinstance(right, Vector):
        return _combine_vectors(operator, left, right, _Matching.of(modifier), is_bool=is_bool)
    raise SourceRejectedQuery(f"operator {operator} can't be applied here")


def _apply(
    operator: str, left: FloatArray, right: FloatArray, kept: FloatArray, *, is_bool: bool
) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if operator in _CALCULATIONS:
            return _CALCULATIONS[operator](left, right)
        if operator not in _COMPARISONS:
            raise SourceRejectedQuery(f"the shop does not know the operator {operator}")
        is_true = _COMPARISONS[operator](left, right)
    if not is_bool:
        return np.where(is_true, kept, np.nan)
    return np.where(np.isnan(left) | np.isnan(right), np.nan, is_true.astype(np.float64))


def _named_as(vector: Vector, values: FloatArray, operator: str, *, is_bool: bool) -> Vector:
    keeps_name = operator in _COMPARISONS and not is_bool
    return Vector(vector.labels, values) if keeps_name else vector.mapped(values)


def _combine_vectors(
    operator: str, left: Vector, right: Vector, matching: _Matching, *, is_bool: bool
) -> Vector:
    is_swapped = matching.many == "right"
    many, one = (right, left) if is_swapped else (left, right)
    partners = _unique(one, matching, "right" if not is_swapped else "left")
    if not matching.many:
        _unique(many, matching, "left")
    labels, rows = [], []
    for row, own in enumerate(many.labels):
        partner = partners.get(matching.key_of(own))
        if partner is None:
            continue
        pair = (
            (one.values[partner], many.values[row]) if is_swapped else (many.values[row], one.values[partner])
        )
        rows.append(_apply(operator, *pair, pair[0], is_bool=is_bool))
        labels.append(_result_labels(own, one.labels[partner], matching, operator, is_bool=is_bool))
    if not rows:
        return Vector.empty(left.values.shape[1])
    return Vector(tuple(labels), np.array(rows))


def _unique(vector: Vector, matching: _Matching, side: str) -> dict[Labels, int]:
    rows: dict[Labels, int] = {}
    for row, labels in enumerate(vector.labels):
        key = matching.key_of(labels)
        if key in rows:
            raise SourceRejectedQuery(
                f"found duplicate series for the match group {key} on the {side} hand-side of the operation;"
                "many-to-many matching not allowed: matching labels must be unique on one side"
            )
        rows[key] = row
    return rows


def _result_labels(
    own: Labels, partner: Labels, matching: _Matching, operator: str, *, is_bool: bool
) -> Labels:
    kept = own if operator in _COMPARISONS and not is_bool else own.without("__name__")
    if matching.many:
        return kept.without(*matching.included).merged(partner.only(*matching.included))
    return kept.only(*matching.names) if matching.is_on else kept.without(*matching.names)


def _combine_sets(operator: str, left: Vector, right: Vector, matching: _Matching) -> Vector:
    keys = [matching.key_of(labels) for labels in left.labels]
    others: dict[Labels, FloatArray] = {}
    for row, labels in enumerate(right.labels):
        key = matching.key_of(labels)
        there = ~np.isnan(right.values[row])
        others[key] = others[key] | there if key in others else there
    if operator == "or":
        added = [row for row, labels in enumerate(right.labels) if matching.key_of(labels) not in keys]
        more = tuple(right.labels[row] for row in added)
        return Vector(left.labels + more, np.vstack([left.values, right.values[added]]))
    nowhere = np.zeros(left.values.shape[1], dtype=bool)
    there = np.array([others.get(key, nowhere) for key in keys]).reshape(left.values.shape)
    return Vector(left.labels, np.where(there == (operator == "and"), left.values, np.nan))
