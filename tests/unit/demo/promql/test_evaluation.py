import numpy as np
import pytest

from barograph.demo.clockwork import DAY_MS
from barograph.demo.promql import Grid, Scalar, Vector, evaluate
from barograph.demo.shop import Shop
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery

SHOP = Shop.open(3, is_quiet=True)
START_MS = 20_000 * DAY_MS
GRID = Grid.between(START_MS, START_MS + 600_000, 60_000, START_MS + 600_000)


def ask(expression: str) -> Vector:
    answer = evaluate(SHOP, expression, GRID)
    assert isinstance(answer, Vector)
    return answer


def test_sum_by_adds_the_pods() -> None:
    summed = ask('sum by (service) (rate(http_requests_total{service="cart"}[1m]))')
    single = ask('rate(http_requests_total{service="cart"}[1m])')
    assert summed.labels == (Labels(service="cart"),)
    assert np.allclose(summed.values[0], single.values.sum(axis=0))


@pytest.mark.parametrize(
    ("operator", "reduce"),
    [("avg", np.mean), ("min", np.min), ("max", np.max), ("stddev", np.std), ("stdvar", np.var)],
)
def test_aggregations_reduce_the_series(operator: str, reduce: object) -> None:
    assert callable(reduce)
    values = ask('process_resident_memory_bytes{service="cart"}').values
    reduced = ask(f'{operator}(process_resident_memory_bytes{{service="cart"}})').values[0]
    assert np.allclose(reduced, reduce(values, axis=0))


def test_count_and_group_and_without() -> None:
    assert ask('count(up{service="cart"})').values[0].tolist() == [3] * 11
    assert ask('group(up{service="cart"})').values[0].tolist() == [1] * 11
    pods = ask('sum without (pod, instance) (up{service="cart"})')
    assert pods.labels == (Labels(job="cart", service="cart", namespace="shop"),)


def test_topk_keeps_labels_and_drops_the_rest() -> None:
    top = ask("topk(2, process_resident_memory_bytes)")
    assert (~np.isnan(top.values)).sum(axis=0).tolist() == [2] * 11
    bottom = ask("bottomk(1, process_resident_memory_bytes)")
    assert np.nanmax(bottom.values) < np.nanmin(top.values)


def test_quantiles_lie_in_the_bucket_where_the_rank_falls() -> None:
    buckets = 'sum by (le) (rate(http_request_duration_seconds_bucket{service="payment"}[5m]))'
    median = ask(f"histogram_quantile(0.5, {buckets})").values[0]
    tail = ask(f"histogram_quantile(0.99, {buckets})").values[0]
    assert np.all((median > 0.1) & (median < 0.25))
    assert np.all(tail > median)
    assert np.all(ask(f"histogram_quantile(1, {buckets})").values[0] <= 10)


def test_ratios_match_on_labels() -> None:
    ratio = ask("node_filesystem_avail_bytes / node_filesystem_size_bytes")
    assert len(ratio.labels) == 4
    assert all("__name__" not in labels for labels in ratio.labels)
    assert np.all((ratio.values > 0) & (ratio.values < 1))


def test_many_to_one_keeps_the_labels_of_the_many() -> None:
    share = ask("http_requests_total / on (pod) group_left sum by (pod) (http_requests_total)")
    assert len(share.labels) == 63
    assert np.allclose(np.nansum(share.values, axis=0), 21)
    mirrored = ask("sum by (pod) (http_requests_total) / on (pod) group_right http_requests_total")
    assert np.nanmin(mirrored.values) >= 1


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("2 ^ 3 % 5", 3),
        ("-(4 - 1)", -3),
        ("1 > bool 2", 0),
        ("time()", START_MS / 1000),
        ('scalar(count(up{service="cart"}))', 3),
        ("scalar(up)", np.nan),
    ],
)
def test_numbers(expression: str, expected: float) -> None:
    answer = evaluate(SHOP, expression, GRID)
    assert isinstance(answer, Scalar)
    assert np.array_equal(answer.values[:1], [expected], equal_nan=True)


@pytest.mark.parametrize(
    ("expression", "count"),
    [
        ('up{service="cart"} == 1', 3),
        ('up{service="cart"} != 1', 0),
        ('1 >= up{service=~"car."}', 3),
        ('up and up{service="cart"}', 3),
        ('up unless up{service="cart"}', 18),
        ('up{service="cart"} or up', 21),
        ('up{service!~"cart|queue"} > bool 3', 16),
        ("absent(up)", 0),
        ("absent(nothing)", 1),
        ("vector(5)", 1),
        ('clamp(up{pod="cart-0"}, 2, 3) == 2', 1),
        ('clamp_min(up{pod="cart-0"}, 2) == 2', 1),
        ('clamp_max(up{pod="cart-0"}, 0) == 0', 1),
        ('sqrt(abs(ceil(floor(exp(ln(up{pod="cart-0"}))))))', 1),
        ("rate(nothing[5m])", 0),
        ("sum(nothing)", 0),
        ("up * nothing", 0),
    ],
)
def test_how_many_series_have_values(expression: str, count: int) -> None:
    values = ask(expression).values
    assert int((~np.isnan(values)).any(axis=1).sum()) == count


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("sum(", "unclosed left parenthesis"),
        ("label_replace(up, 'a', 'b', 'c', 'd')", "does not know the function"),
        ("rate(up[5m:1m])", "subqueries"),
        ("up @ 5", "@ modifier"),
        ("quantile(0.5, up)", "does not know the aggregation"),
        ("up atan2 up", "does not know the operator"),
        ("up[5m]", "can't answer MatrixSelector"),
        ("up * on (service) up", "many-to-many"),
        ('up{pod=~"("}', "illegal regex"),
    ],
)
def test_what_the_shop_cannot_do_is_refused_in_words(expression: str, words: str) -> None:
    with pytest.raises(SourceRejectedQuery, match=words):
        evaluate(SHOP, expression, GRID)


def test_the_future_is_empty_after_the_lookback() -> None:
    grid = Grid.between(START_MS, START_MS + 900_000, 60_000, START_MS)
    answer = evaluate(SHOP, "up", grid)
    assert isinstance(answer, Vector)
    assert np.isnan(answer.values[0]).tolist() == [False] * 6 + [True] * 10
