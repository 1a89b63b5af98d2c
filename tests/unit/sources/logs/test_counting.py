import pytest

from barograph.domain import Labels
from barograph.errors import TooManySeries
from barograph.sources.base import RangeRequest
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.counting import StepCounter

A, B = Labels(a="1"), Labels(b="1")
NS = 1_000_000


def test_a_step_counts_what_came_after_the_moment_before_and_up_to_its_own() -> None:
    counter = StepCounter(RangeRequest("x", 60_000, 180_000, 60_000), QueryLimits())
    counter.expect([B])
    for time_ns in (1, 60_000 * NS, 60_000 * NS + 1, 180_000 * NS):
        counter.add(A, counter.step_of(time_ns))
    frame = counter.finish()
    assert frame.labels == (A, B)
    assert frame.values.tolist() == [[2, 1, 1], [0, 0, 0]]
    assert (counter.start_ns, counter.end_ns) == (1, 180_000 * NS + 1)


def test_too_many_rows_are_refused() -> None:
    counter = StepCounter(RangeRequest("x", 0, 60_000, 60_000), QueryLimits(max_series=1))
    counter.add(A, 0)
    with pytest.raises(TooManySeries):
        counter.add(B, 0)
