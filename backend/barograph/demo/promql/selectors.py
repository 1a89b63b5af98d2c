"""From a selector to series of the shop and their values."""

import re
from collections.abc import Callable
from datetime import timedelta

import numpy as np
from promql_parser import MatchOp, VectorSelector

from barograph.demo.families import SeriesOfPod
from barograph.demo.promql.values import Grid, Vector
from barograph.demo.shop import Shop
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery

__all__ = ["filter_of", "offset_grid", "select_instant", "select_series"]


def filter_of(selector: VectorSelector) -> Callable[[Labels], bool]:
    """Return a predicate on label sets."""
    tests = [_test_of(matcher.name, matcher.op, matcher.value) for matcher in selector.matchers.matchers]
    if selector.name:
        tests.append(_test_of("__name__", MatchOp.Equal, selector.name))
    return lambda labels: all(is_passed(labels) for is_passed in tests)


def _test_of(name: str, operator: MatchOp, value: str) -> Callable[[Labels], bool]:
    if operator == MatchOp.Equal:
        return lambda labels: labels.get(name, "") == value
    if operator == MatchOp.NotEqual:
        return lambda labels: labels.get(name, "") != value
    try:
        pattern = re.compile(value)
    except re.error as error:
        raise SourceRejectedQuery(f"error parsing regexp: {error}") from error
    is_wanted = operator == MatchOp.Re
    return lambda labels: (pattern.fullmatch(labels.get(name, "")) is not None) is is_wanted


def offset_grid(grid: Grid, selector: VectorSelector) -> Grid:
    """Return the moments a selector really looks at."""
    if selector.at is not None:
        raise SourceRejectedQuery("the shop does not know the @ modifier")
    offset = selector.offset or timedelta(0)
    return grid.shifted(int(offset.total_seconds() * 1000))


def select_series(shop: Shop, selector: VectorSelector) -> list[SeriesOfPod]:
    """Return the series a selector means."""
    return shop.select(filter_of(selector))


def select_instant(shop: Shop, selector: VectorSelector, grid: Grid) -> Vector:
    """Return the last value of each series at each moment."""
    looked_at = offset_grid(grid, selector)
    series = select_series(shop, selector)
    if not series or not len(grid.times):
        return Vector.empty(len(grid.times))
    scrapes = looked_at.last_scrapes
    rows = [np.where(looked_at.is_known, shop.values(item, scrapes), np.nan) for item in series]
    return Vector(tuple(item.labels for item in series), np.array(rows))
