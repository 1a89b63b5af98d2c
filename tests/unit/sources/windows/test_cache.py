import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph.domain import Frame, Labels
from barograph.domain.frame import FloatArray, TimeArray
from barograph.errors import SourceUnavailable
from barograph.sources.base import RangeRequest
from barograph.sources.fakes import Curve, FunctionSource
from barograph.sources.windows import WindowCache

STEP = 60_000


def present_between(first: int, last: int, seed: int) -> Curve:
    """A series that exists between two points, with gaps in it."""

    def curve(moments: TimeArray) -> FloatArray:
        number = moments // STEP
        value = np.sin(number * (seed + 1)) * 100
        is_gap = (number * 7 + seed) % 11 == 0
        return np.where((number < first) | (number > last) | is_gap, np.nan, value)

    return curve


def make_source() -> FunctionSource:
    lives = [(0, 10_000), (0, 60), (50, 10_000), (70, 90), (200, 230), (0, 10_000)]
    return FunctionSource(
        {Labels(i=str(9 - i)): present_between(first, last, i) for i, (first, last) in enumerate(lives)}
    )


def fetched_at_once(end: int, points: int) -> Frame:
    start_ms = (end - points + 1) * STEP
    return make_source().fetch(RangeRequest("x", start_ms, end * STEP, STEP))


def assert_same(one: Frame, other: Frame) -> None:
    assert one.labels == other.labels
    np.testing.assert_array_equal(one.timestamps, other.timestamps)
    np.testing.assert_array_equal(one.values, other.values)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 300), st.sampled_from([1, 5, 20, 60])), min_size=1, max_size=40))
def test_a_window_from_the_cache_equals_one_fetched_at_once(asked: list[tuple[int, int]]) -> None:
    cache = WindowCache(make_source())
    for end, points in asked:
        assert_same(cache.window("x", end * STEP, STEP, points), fetched_at_once(end, points))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=5, max_size=120), st.sampled_from([3, 30, 100]))
def test_tick_after_tick_equals_one_fetched_at_once(steps: list[int], points: int) -> None:
    cache, end = WindowCache(make_source()), 40
    for step in steps:
        end += step
        assert_same(cache.window("x", end * STEP, STEP, points), fetched_at_once(end, points))


def test_a_tick_asks_only_for_new_points() -> None:
    source = make_source()
    cache = WindowCache(source)
    cache.window("x", 100 * STEP, STEP, 50)
    cache.window("x", 101 * STEP, STEP, 50)
    cache.window("x", 101 * STEP, STEP, 20)
    assert [(item.start_ms // STEP, item.end_ms // STEP) for item in source.requests] == [
        (51, 100),
        (101, 101),
    ]


def test_a_window_handed_out_never_changes() -> None:
    cache = WindowCache(make_source())
    kept = []
    for end in range(100, 400):
        frame = cache.window("x", end * STEP, STEP, 50)
        kept.append((frame, frame.values.copy()))
    for frame, values in kept:
        np.testing.assert_array_equal(frame.values, values)


def test_a_look_at_the_past_leaves_the_present_alone() -> None:
    source = make_source()
    cache = WindowCache(source)
    cache.window("x", 300 * STEP, STEP, 50)
    cache.window("x", 100 * STEP, STEP, 50)
    cache.window("x", 301 * STEP, STEP, 50)
    assert source.requests[-1] == RangeRequest("x", 301 * STEP, 301 * STEP, STEP)


def test_a_failure_changes_nothing_that_is_kept() -> None:
    source = make_source()
    cache = WindowCache(source)
    cache.window("x", 100 * STEP, STEP, 50)
    source.failure = SourceUnavailable()
    with pytest.raises(SourceUnavailable):
        cache.window("x", 101 * STEP, STEP, 50)
    source.failure = None
    assert_same(cache.window("x", 103 * STEP, STEP, 50), fetched_at_once(103, 50))
    assert len(source.requests) == 3


def test_callers_at_the_same_time_share_one_query() -> None:
    source = make_source()
    cache = WindowCache(source)
    ready = threading.Barrier(8)

    def ask() -> None:
        ready.wait()
        cache.window("x", 100 * STEP, STEP, 50)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(source.requests) == 1


def test_the_least_recently_used_window_goes_first() -> None:
    source = make_source()
    cache = WindowCache(source, max_bytes=10_000)
    for expression in ("a", "b", "a", "c"):
        cache.window(expression, 100 * STEP, STEP, 100)
    assert cache.size_bytes <= 10_000
    asked = len(source.requests)
    cache.window("c", 100 * STEP, STEP, 100)
    assert len(source.requests) == asked
    cache.window("b", 100 * STEP, STEP, 100)
    assert len(source.requests) == asked + 1


def test_a_forgotten_expression_is_fetched_anew() -> None:
    source = make_source()
    cache = WindowCache(source)
    cache.window("x", 100 * STEP, STEP, 50)
    cache.forget("x")
    cache.window("x", 100 * STEP, STEP, 50)
    assert len(source.requests) == 2
