import numpy as np
import pytest

from barograph.config.extraction import Statistic
from barograph.domain import Labels
from barograph.errors import TooManySeries
from barograph.sources.base import RangeRequest
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.measuring import StepMeasure

A, B = Labels(a="1"), Labels(b="1")
REQUEST = RangeRequest("x", 60_000, 180_000, 60_000)


@pytest.mark.parametrize(
    ("statistic", "value"), [("mean", 4.0), ("p50", 3.0), ("p90", 7.4), ("p99", 8.84), ("max", 9.0)]
)
def test_a_step_has_a_statistic_of_its_values_and_no_value_is_a_gap(
    statistic: Statistic, value: float
) -> None:
    measure = StepMeasure(REQUEST, QueryLimits())
    for number in (1.0, 9.0, 3.0, 2.0, 5.0):
        measure.add(B, 1, number)
    measure.add(A, 0, 7.0)
    frame = measure.finish(statistic)
    assert frame.labels == (A, B)
    assert frame.timestamps.tolist() == [60_000, 120_000, 180_000]
    np.testing.assert_allclose(frame.values, [[7, np.nan, np.nan], [np.nan, value, np.nan]])


def test_too_many_rows_are_refused() -> None:
    measure = StepMeasure(REQUEST, QueryLimits(max_series=1))
    measure.add(A, 0, 1.0)
    with pytest.raises(TooManySeries):
        measure.add(B, 0, 1.0)
