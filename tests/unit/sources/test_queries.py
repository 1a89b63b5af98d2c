from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from barograph.config.datasource import DataSourceSpec
from barograph.config.detector import QuerySpec
from barograph.domain import Labels
from barograph.errors import NotFound, SourceTimeout
from barograph.sources.collection import CollectionRecorder
from barograph.sources.directory import SourceDirectory
from barograph.sources.fakes import FunctionSource
from barograph.sources.http.meter import count_answer
from barograph.sources.queries import QueryReader

STEP = 60_000
NOW = 100 * STEP
MAIN = DataSourceSpec.model_validate({"name": "prometheus", "type": "prometheus", "urls": ["http://a"]})


def make(
    curve: Callable[[np.ndarray], np.ndarray], recorder: CollectionRecorder | None = None
) -> tuple[FunctionSource, QueryReader]:
    source = FunctionSource({Labels(a="1"): curve})
    directory = SourceDirectory(lambda _spec: source)
    directory.replace({("default", "prometheus"): MAIN})
    return source, QueryReader(directory, recorder)


def query_of(*steps: dict[str, object]) -> QuerySpec:
    return QuerySpec.model_validate({"expression": "x", "transform": steps})


def test_a_window_and_the_history_are_the_same_after_transforms() -> None:
    steps = ({"op": "resample", "every": "30s"}, {"op": "delta"}, {"op": "ratio", "expression": "y"})
    source, reader = make(lambda moments: np.sin(moments / 1e6))
    window = reader.window("default", query_of(*steps), NOW, 10)
    history = reader.history("default", query_of(*steps), NOW - 9 * STEP, NOW)
    assert window.timestamps.tolist() == [NOW - STEP * back for back in range(9, -1, -1)]
    np.testing.assert_array_equal(window.values, history.values)
    assert not np.isnan(window.values).any()
    asked = len(source.requests)
    reader.window("default", query_of(*steps), NOW + STEP, 10)
    assert [item.start_ms for item in source.requests[asked:]] == [NOW + STEP // 2, NOW + STEP]


def test_a_trace_shows_the_values_after_each_transform() -> None:
    steps = ({"op": "resample", "every": "30s"}, {"op": "delta"}, {"op": "clip", "lower": 0})
    _, reader = make(lambda moments: -moments / 1000)
    traced = reader.trace("default", query_of(*steps), NOW, 3)
    assert [name for name, _ in traced] == ["source", "resample", "delta", "clip"]
    assert [frame.point_count for _, frame in traced] == [6, 3, 3, 3]
    assert [frame.values[0, -1] for _, frame in traced] == [-6000.0, -5985.0, -60.0, 0.0]
    np.testing.assert_array_equal(
        traced[-1][1].values, reader.window("default", query_of(*steps), NOW, 3).values
    )


def test_detectors_with_the_same_expression_share_a_query() -> None:
    source, reader = make(lambda moments: moments * 1.0)
    reader.window("default", query_of(), NOW, 10)
    reader.window("default", query_of({"op": "log"}), NOW, 10)
    assert len(source.requests) == 1


def test_a_series_that_a_transform_emptied_is_left_out() -> None:
    _, reader = make(lambda moments: -1.0 - moments)
    assert reader.window("default", query_of({"op": "log"}), NOW, 10).series_count == 0


def test_an_unknown_source_is_named() -> None:
    _, reader = make(lambda moments: moments * 1.0)
    with pytest.raises(NotFound, match="There are prometheus"):
        reader.window("default", QuerySpec(source="other-name", expression="x"), NOW, 10)


def test_a_collection_that_went_well_is_noted() -> None:
    recorder = CollectionRecorder(clock=lambda: NOW / 1000 + 5)
    _, reader = make(lambda moments: np.where(moments == NOW, np.nan, 1.0), recorder)
    reader.window("default", query_of(), NOW, 10)
    status = recorder.status("default", query_of())
    assert status is not None
    assert (status.series, status.points, status.last_success_ms) == (1, 10, NOW + 5000)
    assert (status.newest_point_ms, status.lag_seconds) == (NOW - STEP, 65)
    assert len(recorder.all) == 1


def test_errors_are_counted_until_one_collection_goes_well() -> None:
    recorder = CollectionRecorder()
    source, reader = make(lambda moments: moments * 1.0, recorder)
    source.failure = SourceTimeout("too slow")
    for _ in range(2):
        with pytest.raises(SourceTimeout):
            reader.window("default", query_of(), NOW, 10)
    status = recorder.status("default", query_of())
    assert status is not None
    assert (status.errors_in_a_row, status.last_error_code, status.last_error) == (
        2,
        "source_timeout",
        "too slow",
    )
    source.failure = None
    reader.window("default", query_of(), NOW, 10)
    status = recorder.status("default", query_of())
    assert status is not None
    assert (status.errors_in_a_row, status.errors_total, status.last_error) == (0, 2, None)


def test_the_time_of_what_was_asked_is_told_and_of_what_failed_but_not_of_what_was_there() -> None:
    told: list[tuple[str, str]] = []
    recorder = CollectionRecorder(
        observe=lambda seconds, *whose: told.append(whose) if seconds >= 0 else None
    )

    def ask(moments: NDArray[np.int64]) -> NDArray[np.float64]:
        count_answer(100)
        return moments * 1.0

    source, reader = make(ask, recorder)
    reader.window("default", query_of(), NOW, 10)
    reader.window("default", query_of(), NOW, 10)
    assert told == [("default", "prometheus")], "the second window was there already"
    source.failure = SourceTimeout("too slow")
    with pytest.raises(SourceTimeout):
        reader.window("default", query_of(), NOW + STEP, 10)
    assert told == [("default", "prometheus")] * 2


def test_the_number_of_noted_expressions_is_bounded() -> None:
    recorder = CollectionRecorder(max_entries=1)
    _, reader = make(lambda moments: moments * 1.0, recorder)
    reader.window("default", query_of(), NOW, 10)
    reader.window("default", QuerySpec(expression="y"), NOW, 10)
    assert [expression for _, _, expression in recorder.all] == ["y"]
