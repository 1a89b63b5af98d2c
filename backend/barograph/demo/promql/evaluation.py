"""Walks the parsed expression."""

import numpy as np
import promql_parser as parser

from barograph.demo.promql.aggregation import aggregate, choose
from barograph.demo.promql.arithmetic import combine
from barograph.demo.promql.functions import FUNCTIONS
from barograph.demo.promql.selectors import select_instant
from barograph.demo.promql.values import Grid, Scalar, Value, expect_scalar, expect_vector
from barograph.demo.promql.windows import WINDOW_FUNCTIONS
from barograph.demo.shop import Shop
from barograph.errors import SourceRejectedQuery

__all__ = ["evaluate", "parse"]


def parse(expression: str) -> parser.Expr:
    """Read an expression, or say what is wrong with it as Prometheus would."""
    try:
        return parser.parse(expression)
    except ValueError as error:
        raise SourceRejectedQuery(f'invalid parameter "query": {error}') from error


def evaluate(shop: Shop, expression: str, grid: Grid) -> Value:
    """Return what an expression is worth at each moment of a grid."""
    return _Walk(shop, grid).value_of(parse(expression))


class _Walk:
    def __init__(self, shop: Shop, grid: Grid) -> None:
        self._shop = shop
        self._grid = grid

    def value_of(self, node: parser.Expr) -> Value:
        match node:
            case parser.ParenExpr():
                value = self.value_of(node.expr)
            case parser.NumberLiteral():
                value = Scalar(np.full(len(self._grid.times), node.val))
            case parser.UnaryExpr():
                zero = Scalar(np.zeros(len(self._grid.times)))
                value = combine("-", zero, self.value_of(node.expr), None)
            case parser.VectorSelector():
                value = select_instant(self._shop, node, self._grid)
            case parser.BinaryExpr():
                left, right = self.value_of(node.lhs), self.value_of(node.rhs)
                value = combine(str(node.op), left, right, node.modifier)
            case parser.AggregateExpr():
                value = self._aggregate(node)
            case parser.Call():
                value = self._call(node)
            case _:
                raise SourceRejectedQuery(f"the shop can't answer {type(node).__name__} here: {node}")
        return value

    def _aggregate(self, node: parser.AggregateExpr) -> Value:
        operator = str(node.op)
        vector = expect_vector(self.value_of(node.expr), f"aggregation {operator}")
        modifier = node.modifier
        names = tuple(modifier.labels) if modifier else ()
        is_without = modifier is not None and modifier.type == parser.AggModifierType.Without
        if operator in ("topk", "bottomk") and node.param is not None:
            count = expect_scalar(self.value_of(node.param), operator).values
            return choose(
                vector,
                int(count[0]) if len(count) else 0,
                names,
                is_without=is_without,
                is_largest=operator == "topk",
            )
        return aggregate(operator, vector, names, is_without=is_without)

    def _call(self, node: parser.Call) -> Value:
        name = node.func.name
        if name in WINDOW_FUNCTIONS:
            selector = node.args[0]
            if not isinstance(selector, parser.MatrixSelector):
                raise SourceRejectedQuery(f"the shop can't evaluate subqueries in {name}()")
            return WINDOW_FUNCTIONS[name](self._shop, selector, self._grid)
        if name not in FUNCTIONS:
            raise SourceRejectedQuery(f"the shop does not know the function {name}()")
        return FUNCTIONS[name]([self.value_of(argument) for argument in node.args], self._grid)
