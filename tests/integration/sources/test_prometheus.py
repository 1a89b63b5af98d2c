import math
from itertools import pairwise

import numpy as np
import pytest
import requests

from barograph.domain import Frame, Labels
from barograph.errors import SourceRejectedQuery, TooManySeries
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.http import HttpClient, HttpOptions
from barograph.sources.limits import QueryLimits
from barograph.sources.matrix import Grid, RangeSeries
from barograph.sources.prometheus import PrometheusApi, PrometheusSource
from barograph.sources.windows import WindowCache
from tests.integration.sources.conftest import DAY, END, MINUTE
from tests.servers.base import RunningServer


def assert_equals_the_api(frame: Frame, url: str, request: RangeRequest) -> None:
    """Compare point by point with what the plain API says, asked in pieces that it allows."""
    expected: dict[tuple[Labels, int], float] = {}
    piece = 10_000 * request.step_ms
    for start in range(request.start_ms, request.end_ms + 1, piece):
        end = min(start + piece - request.step_ms, request.end_ms)
        form = {
            "query": request.expression,
            "start": start / 1000,
            "end": end / 1000,
            "step": request.step_ms / 1000,
        }
        answer = requests.post(f"{url}/api/v1/query_range", data=form, timeout=30).json()
        for series in answer["data"]["result"]:
            for seconds, text in series["values"]:
                expected[Labels(series["metric"]), round(seconds * 1000)] = float(text)
    seen = 0
    for row, labels in enumerate(frame.labels):
        for time_ms, value in zip(frame.timestamps.tolist(), frame.values[row].tolist(), strict=True):
            if (labels, time_ms) in expected:
                seen += 1
                wanted = expected[labels, time_ms]
                assert value == wanted or (math.isnan(value) and math.isnan(wanted))
            else:
                assert math.isnan(value)
    assert seen == len(expected) > 0


@pytest.mark.parametrize(
    ("expression", "start_ms", "step_ms"),
    [
        ("level", END - 2 * DAY, MINUTE),
        ("level", END - 2 * DAY + 17_000, 23_000),
        ("level unless level > 0", END - 2 * DAY, 5 * MINUTE),
        ("requests_total", END - 2 * DAY, MINUTE),
        ("rate(requests_total[5m])", END - 2 * DAY, MINUTE),
        ("sum by (series) (level) / 0", END - DAY, MINUTE),
        ("last_over_time(coarse[1h])", END - 400 * DAY, 30 * MINUTE),
        ("coarse", END - 400 * DAY, 20 * MINUTE),
        ("rate(coarse[3h])", END - 400 * DAY, 30 * MINUTE),
        ("resets(coarse[1d]) > 0", END - 400 * DAY, 60 * MINUTE),
        ("vector(1)", END - DAY, MINUTE),
    ],
)
def test_a_frame_equals_what_the_api_says(
    source: PrometheusSource, prometheus: RunningServer, expression: str, start_ms: int, step_ms: int
) -> None:
    request = RangeRequest(expression, start_ms, END - MINUTE, step_ms)
    assert_equals_the_api(source.fetch(request), prometheus.url, request)


class PartsApi(PrometheusApi):
    """Remembers the parts of a range that it was asked for."""

    def __init__(self, client: HttpClient) -> None:
        super().__init__(client)
        self.parts: list[Grid] = []

    def query_range(self, expression: str, grid: Grid) -> tuple[list[RangeSeries], int]:
        self.parts.append(grid)
        return super().query_range(expression, grid)


def test_400_days_are_asked_for_in_parts_that_the_server_allows(prometheus: RunningServer) -> None:
    api = PartsApi(HttpClient(prometheus.url, HttpOptions()))
    start_ms = END - 400 * DAY
    frame = PrometheusSource(api).fetch(RangeRequest("coarse", start_ms, END - MINUTE, 20 * MINUTE))
    assert frame.point_count == 400 * 72
    assert [part.points for part in api.parts] == [60, 11_000, 11_000, 400 * 72 - 22_060]
    assert api.parts[0].start_ms == start_ms
    assert all(one.end_ms + 20 * MINUTE == next_.start_ms for one, next_ in pairwise(api.parts))
    plain, late = frame.values[:, ::3]
    assert np.isnan(plain).sum() == 5 * 100 - 100
    assert np.isnan(late[: 200 * 24]).all()
    assert np.nanmax(late) == 699 / 3


def test_a_range_fetched_in_many_parts_is_the_same(source: PrometheusSource) -> None:
    request = RangeRequest("level", END - 2 * DAY, END, MINUTE)
    whole, parted = source.fetch(request), PrometheusSource(source.api, part_bytes=10_000).fetch(request)
    assert parted.labels == whole.labels
    np.testing.assert_array_equal(parted.values, whole.values)


def test_an_expression_without_series_gives_an_empty_frame(source: PrometheusSource) -> None:
    frame = source.fetch(RangeRequest("no_such_metric", END - DAY, END, MINUTE))
    assert frame.values.shape == (0, 1441)


def test_a_refused_expression_comes_with_the_words_of_prometheus(source: PrometheusSource) -> None:
    with pytest.raises(SourceRejectedQuery, match="parse error"):
        source.fetch(RangeRequest("rate(", END - DAY, END, MINUTE))


def test_too_many_series_or_samples_are_refused_with_numbers(source: PrometheusSource) -> None:
    request = RangeRequest("level", END - DAY, END, MINUTE)
    with pytest.raises(TooManySeries, match="3 series, and engine_max_series allows 2"):
        PrometheusSource(source.api, QueryLimits(max_series=2)).fetch(request)
    with pytest.raises(TooManySeries, match="4,323 samples, and max_samples"):
        PrometheusSource(source.api, QueryLimits(max_samples=4000)).fetch(request)


def test_health_names_product_and_version(source: PrometheusSource) -> None:
    health = source.check()
    assert health.state is SourceState.OK
    assert (health.product, health.version[:2]) == ("Prometheus", "2.")


def test_names_and_labels_are_listed(source: PrometheusSource) -> None:
    window = {"start_ms": END - DAY, "end_ms": END}
    assert source.api.label_names(["level"], **window) == ["__name__", "series"]
    assert source.api.label_values("series", ["level"], **window) == ["0", "1", "2"]
    assert len(source.api.series(["level"], END - DAY, END)) == 3
    assert source.api.metadata() == {}


def test_windows_kept_tick_by_tick_equal_one_range_query(source: PrometheusSource) -> None:
    cache = WindowCache(source)
    for minute in range(0, 60, 7):
        end_ms = END - 1900 * MINUTE + minute * MINUTE
        window = cache.window("level", end_ms, MINUTE, 120)
        at_once = source.fetch(RangeRequest("level", end_ms - 119 * MINUTE, end_ms, MINUTE))
        assert window.labels == at_once.labels
        np.testing.assert_array_equal(window.values, at_once.values)
