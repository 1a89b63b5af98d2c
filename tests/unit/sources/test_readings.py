from dataclasses import replace

import numpy as np
import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.config.detector import BoundQuery, QuerySpec
from barograph.config.extraction import Extraction
from barograph.domain import Labels
from barograph.sources.base import FrameSource, RangeRequest, SourceHealth, SourceState
from barograph.sources.directory import SourceDirectory
from barograph.sources.failover import FailoverSource
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.categories import load_categories
from barograph.sources.logs.events import EventReader
from barograph.sources.logs.pipeline import LogPipeline
from barograph.sources.queries import QueryReader
from tests.unit.sources.logs.lines import ListReader, line

MINUTE = 60_000
LINES = [
    *[line(second, f"request {second} served in {second % 77} ms", app="shop") for second in range(1, 1200)],
    *[line(660 + n, f"disk sd{n} failed: no space left on device", app="shop") for n in range(5)],
]


class LogSource:
    """The log pipeline over lines in memory, as a source."""

    def __init__(self) -> None:
        self.pipeline = LogPipeline(
            EventReader(ListReader(LINES, 500), 100_000), load_categories(), QueryLimits()
        )
        self.requests: list[RangeRequest] = []

    def fetch(self, request: RangeRequest) -> object:
        self.requests.append(request)
        if request.mode == "durations":
            return self.pipeline.measure_durations(request)
        count = (
            self.pipeline.count_templates if request.mode == "templates" else self.pipeline.count_categories
        )
        return count(request)

    def learn(self, request: RangeRequest) -> dict[str, object]:
        return self.pipeline.learn(request)

    def explain(self, request: RangeRequest, labels: Labels) -> dict[str, object]:
        return self.pipeline.explain(request, labels)

    def check(self) -> SourceHealth:
        return SourceHealth(SourceState.OK, "It answers.")


def reader_of(source: FrameSource) -> QueryReader:
    directory = SourceDirectory(lambda spec: FailoverSource([("http://a", source)]))
    spec = DataSourceSpec(name="loki", type="loki", urls=("http://a",))
    directory.replace({("default", "loki"): spec})
    return QueryReader(directory)


QUERY = QuerySpec(source="loki", expression='{app="shop"}', mode="templates")


@pytest.mark.parametrize("mode", ["templates", "categories", "durations"])
def test_a_window_that_grew_tick_by_tick_equals_one_fetched_at_once(mode: str) -> None:
    query = QUERY.model_copy(update={"mode": mode})
    growing = reader_of(LogSource())
    if mode == "templates":
        query = BoundQuery.of(query, growing.learn("default", query, MINUTE, 10 * MINUTE))
    for end in range(8, 20):
        grown = growing.window("default", query, end * MINUTE, 5)
        at_once = reader_of(LogSource()).window("default", query, end * MINUTE, 5)
        past = growing.history("default", query, (end - 4) * MINUTE, end * MINUTE)
        for other in (at_once, past):
            assert grown.labels == other.labels
            np.testing.assert_array_equal(grown.values, other.values)


def test_learnt_templates_have_rows_where_nothing_is_logged() -> None:
    reader = reader_of(LogSource())
    bound = BoundQuery.of(QUERY, reader.learn("default", QUERY, MINUTE, 10 * MINUTE))
    frame = reader.window("default", bound, 40 * MINUTE, 3)
    assert frame.values.tolist() == [[0, 0, 0]]


def test_a_failover_passes_explanations_on() -> None:
    source = LogSource()
    failover = FailoverSource([("http://a", source)])
    request = RangeRequest('{app="shop"}', 11 * MINUTE, 12 * MINUTE, MINUTE, "templates")
    labels = next(each for each in source.fetch(request).labels if "disk" in each["pattern"])
    assert failover.explain(request, labels)["is_new"] is True
    assert failover.learn(replace(request, end_ms=12 * MINUTE))["rows"] != []


def test_durations_are_kept_apart_by_what_is_extracted_and_have_gaps() -> None:
    reader = reader_of(LogSource())
    query = QUERY.model_copy(update={"mode": "durations"})
    most = query.model_copy(update={"extract": Extraction(statistic="max")})
    middle = query.model_copy(update={"extract": Extraction(statistic="p50")})
    end_ms = 21 * MINUTE
    values = [reader.window("default", each, end_ms, 3).values[0] for each in (most, middle)]
    assert values[0][:2].tolist() == [0.062, 0.076]
    assert values[1][0] == pytest.approx(0.0325)
    assert np.isnan(values[0][2])
