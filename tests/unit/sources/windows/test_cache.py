import threading

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from barograph.domain import Frame, Labels
from barograph.domain.frame import FloatArray, TimeArray
from barograph.errors import SourceUnavailable, TooManySeries
from barograph.sources.base import RangeRequest
from barograph.sources.fakes import Curve, FunctionSource
from barograph.sources.limits import QueryLimits
from barograph.sources.windows import WindowCache, WindowShelf

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
    source, shelf = make_source(), WindowShelf(10_000)
    cache = WindowCache(source, shelf)
    for expression in ("a", "b", "a", "c"):
        cache.window(expression, 100 * STEP, STEP, 100)
    assert shelf.size_bytes <= 10_000
    asked = len(source.requests)
    cache.window("c", 100 * STEP, STEP, 100)
    assert len(source.requests) == asked
    cache.window("b", 100 * STEP, STEP, 100)
    assert len(source.requests) == asked + 1


def churning(ticks: int) -> FunctionSource:
    """A new series in every step, each there for one step."""
    return FunctionSource(
        {Labels(pod=f"{n:03}"): lambda at, n=n: np.where(at == n * STEP, 1.0, np.nan) for n in range(ticks)}
    )


def test_a_window_that_grew_is_refused_where_one_fetched_at_once_would_be() -> None:
    cache = WindowCache(churning(100), limits=QueryLimits(max_series=20))
    for end in range(10, 100):
        assert cache.window("x", end * STEP, STEP, 10).series_count == 10
    grown = WindowCache(churning(100), limits=QueryLimits(max_series=20))
    grown.window("x", 20 * STEP, STEP, 20)
    with pytest.raises(TooManySeries, match="21 series"):
        grown.window("x", 21 * STEP, STEP, 21)
    few = WindowCache(churning(100), limits=QueryLimits(max_samples=110))
    assert few.window("x", 10 * STEP, STEP, 10).series_count == 10
    with pytest.raises(TooManySeries, match="max_samples"):
        few.window("x", 11 * STEP, STEP, 11)


def test_memory_does_not_grow_with_label_sets_that_come_and_go() -> None:
    shelf = WindowShelf()
    cache = WindowCache(churning(200), shelf)
    sizes = []
    for end in range(10, 200):
        cache.window("x", end * STEP, STEP, 10)
        sizes.append(shelf.size_bytes)
    assert max(sizes[95:]) == max(sizes[:95])


def test_a_shorter_window_does_not_suffer_from_a_longer_one() -> None:
    cache = WindowCache(churning(100), limits=QueryLimits(max_series=20))
    cache.window("x", 20 * STEP, STEP, 20)
    for end in range(21, 100):
        assert cache.window("x", end * STEP, STEP, 5).series_count == 5


def test_all_readings_of_a_source_share_one_shelf() -> None:
    shelf, source = WindowShelf(10_000), make_source()
    for reading in range(20):
        WindowCache(source, shelf, reading=reading).window("x", 100 * STEP, STEP, 100)
        assert shelf.size_bytes <= 10_000
    asked = len(source.requests)
    WindowCache(source, shelf, reading=19).window("x", 100 * STEP, STEP, 100)
    WindowCache(source, shelf, reading=1).window("x", 100 * STEP, STEP, 100)
    assert len(source.requests) == asked + 1


def test_points_asked_for_before_they_came_are_asked_for_again_where_the_clock_was_set_back() -> None:
    last = 100

    def growing(moments: TimeArray) -> FloatArray:
        return np.where(moments > last * STEP, np.nan, moments / STEP)

    cache = WindowCache(FunctionSource({Labels(i="0"): growing}))
    assert np.isnan(cache.window("x", 110 * STEP, STEP, 60).values[0, -10:]).all()
    last = 105
    cache.forget_beyond(last * STEP)
    assert cache.window("x", last * STEP, STEP, 60).values[0, -5:].tolist() == [101, 102, 103, 104, 105]
