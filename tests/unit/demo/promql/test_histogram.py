import numpy as np
import pytest

from barograph.demo.promql.histogram import histogram_quantile
from barograph.demo.promql.values import Scalar, Vector
from barograph.domain import Labels


def quantile(share: float, counts: dict[str, float]) -> float:
    labels = tuple(Labels(le=bound, pod="a") for bound in counts)
    buckets = Vector(labels, np.array(list(counts.values()))[:, np.newaxis])
    answer = histogram_quantile(Scalar(np.array([share])), buckets)
    assert answer.labels == (Labels(pod="a"),)
    return float(answer.values[0, 0])


@pytest.mark.parametrize(
    ("share", "expected"), [(0.25, 0.5), (0.5, 1.0), (0.75, 1.5), (0.99, 2.0), (1.0, 2.0)]
)
def test_a_quantile_is_interpolated_inside_its_bucket(share: float, expected: float) -> None:
    assert quantile(share, {"+Inf": 110, "1": 50, "2": 100}) == pytest.approx(
        min(expected * 1.1, 2.0), abs=0.06
    )


def test_an_empty_or_open_histogram_has_no_quantile() -> None:
    assert np.isnan(quantile(0.5, {"1": 0, "+Inf": 0}))
    assert np.isnan(quantile(0.5, {"1": 1, "2": 2}))


def test_series_without_buckets_are_left_out() -> None:
    vector = Vector((Labels(pod="a"),), np.ones((1, 3)))
    assert histogram_quantile(Scalar(np.ones(3)), vector).labels == ()
