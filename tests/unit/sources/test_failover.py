import numpy as np
import pytest

from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery, SourceThrottled, SourceTimeout, SourceUnavailable
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.failover import FailoverSource
from barograph.sources.fakes import FunctionSource

REQUEST = RangeRequest("x", 0, 60_000, 60_000)


def make_pair() -> tuple[FunctionSource, FunctionSource, FailoverSource, list[float]]:
    first = FunctionSource({Labels(of="first"): lambda moments: np.ones(len(moments))})
    second = FunctionSource({Labels(of="second"): lambda moments: np.ones(len(moments))})
    clock = [0.0]
    both = FailoverSource([("http://a", first), ("http://b", second)], clock=lambda: clock[0])
    return first, second, both, clock


def test_the_next_address_answers_and_the_preferred_one_returns() -> None:
    first, second, both, clock = make_pair()
    first.failure = SourceTimeout()
    assert both.fetch(REQUEST).labels == (Labels(of="second"),)
    first.failure = None
    assert both.fetch(REQUEST).labels == (Labels(of="second"),)
    assert len(first.requests) == 1
    clock[0] = 30.0
    assert both.fetch(REQUEST).labels == (Labels(of="first"),)
    assert both.preferred is first
    assert len(second.requests) == 2


def test_a_wrong_question_is_not_asked_twice() -> None:
    first, second, both, _ = make_pair()
    first.failure = SourceRejectedQuery()
    with pytest.raises(SourceRejectedQuery):
        both.fetch(REQUEST)
    assert not second.requests


def test_a_limit_of_ours_is_no_failure_of_an_address() -> None:
    first, second, both, _ = make_pair()
    first.failure = SourceThrottled("the budget is used up", detail={"setting": "queries_per_minute"})
    with pytest.raises(SourceThrottled):
        both.fetch(REQUEST)
    assert not second.requests
    assert both.preferred is first


def test_when_all_fail_the_preferred_ones_error_is_told_and_all_are_tried_again() -> None:
    first, second, both, _ = make_pair()
    first.failure, second.failure = SourceTimeout("first"), SourceUnavailable("second")
    for _ in range(2):
        with pytest.raises(SourceTimeout, match="first"):
            both.fetch(REQUEST)
    assert len(second.requests) == 2


def test_health_says_which_addresses_answer() -> None:
    first, second, both, _ = make_pair()
    assert both.check().state is SourceState.OK
    first.failure = SourceUnavailable("a is gone")
    health = both.check()
    assert health.state is SourceState.DEGRADED
    assert health.sentence == "1 of 2 addresses answer, http://b is used. a is gone"
    second.failure = SourceUnavailable("b is gone")
    assert both.check().state is SourceState.DOWN


def test_health_tells_of_each_address_and_for_how_long_it_rests() -> None:
    first, _, both, clock = make_pair()
    first.failure = SourceUnavailable("a is gone")
    a, b = both.check().addresses
    assert (a.url, a.state, a.sentence, a.is_used, a.rests_seconds) == (
        "http://a",
        SourceState.DOWN,
        "a is gone",
        False,
        30.0,
    )
    assert (b.state, b.is_used, b.rests_seconds) == (SourceState.OK, True, 0.0)
    clock[0], first.failure = 12.0, None
    assert [each.is_used for each in both.check().addresses] == [True, False]


def test_a_check_gives_a_recovered_address_its_place_back() -> None:
    first, _, both, _ = make_pair()
    first.failure = SourceUnavailable()
    both.fetch(REQUEST)
    first.failure = None
    both.check()
    assert both.preferred is first


def test_a_source_without_an_address_says_so() -> None:
    with pytest.raises(SourceUnavailable, match="no address"):
        FailoverSource([]).fetch(REQUEST)
