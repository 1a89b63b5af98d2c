import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from pydantic import ValidationError

from barograph.config.detector import QuerySpec
from barograph.domain import Frame, Labels
from barograph.errors import SourceRejectedQuery
from barograph.sources.base import RangeRequest
from barograph.sources.fakes import FunctionSource
from barograph.sources.transforms import Pipeline

NAN = np.nan
STEP = 60_000


def query_of(*steps: dict[str, object], step: str = "1m") -> QuerySpec:
    return QuerySpec.model_validate({"expression": "x", "step": step, "transform": steps})


def frame_of(rows: list[list[float]], step: int = STEP, **labels: list[str]) -> Frame:
    names = labels.get("i", [str(row) for row in range(len(rows))])
    return Frame(
        tuple(Labels(__name__="m", i=name) for name in names),
        step * np.arange(1, len(rows[0]) + 1),
        np.array(rows, dtype=float),
    )


def no_other(_expression: str) -> Frame:
    raise AssertionError("no other expression is read")


@pytest.mark.parametrize(
    ("steps", "given", "expected"),
    [
        ([{"op": "rate"}], [0, 60, 180, 60, NAN, 60, 120], [NAN, 1, 2, 1, NAN, NAN, 1]),
        ([{"op": "delta"}], [5, 3, NAN, 4, 8], [NAN, -2, NAN, NAN, 4]),
        ([{"op": "delta", "points": 2}], [1, 2, 4, 7], [NAN, NAN, 3, 5]),
        ([{"op": "log"}], [1, np.e, 0, -1, NAN], [0, 1, NAN, NAN, NAN]),
        ([{"op": "log", "add": 1}], [0, NAN], [0, NAN]),
        ([{"op": "clip", "lower": 1, "upper": 3}], [0, 2, np.inf, NAN], [1, 2, 3, NAN]),
        ([{"op": "clip", "upper": 3}], [0, 4], [0, 3]),
        ([{"op": "fill"}], [NAN, 2, NAN], [0, 2, 0]),
        (
            [{"op": "fill", "method": "previous", "points": 2}],
            [NAN, 1, NAN, NAN, NAN, 4],
            [NAN, 1, 1, 1, NAN, 4],
        ),
        ([{"op": "fill"}, {"op": "log", "add": 1}, {"op": "delta"}], [NAN, 0, np.e - 1], [NAN, 0, 1]),
    ],
)
def test_values_are_changed(
    steps: list[dict[str, object]], given: list[float], expected: list[float]
) -> None:
    assert_allclose(Pipeline(query_of(*steps)).apply(frame_of([given]), no_other).values, [expected])


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        ("mean", [2, 4, NAN]),
        ("max", [3, 4, NAN]),
        ("min", [1, 4, NAN]),
        ("median", [2, 4, NAN]),
        ("sum", [4, 4, NAN]),
        ("last", [3, 4, NAN]),
    ],
)
def test_finer_points_are_put_together(method: str, expected: list[float]) -> None:
    pipeline = Pipeline(query_of({"op": "resample", "every": "30s", "method": method}))
    assert (pipeline.source_step_ms, pipeline.points_a_step) == (30_000, 2)
    frame = pipeline.apply(frame_of([[1, 3, 4, NAN, NAN, NAN]], step=30_000), no_other)
    assert_array_equal(frame.values, [expected])
    assert frame.timestamps.tolist() == [60_000, 120_000, 180_000]


def test_a_ratio_divides_series_with_the_same_labels() -> None:
    frame = frame_of([[2, 4], [9, 9], [1, 1]], i=["a", "b", "c"])
    other = frame_of([[1, 0], [3, NAN]], i=["a", "b"])
    pipeline = Pipeline(query_of({"op": "ratio", "expression": "y"}))
    assert_array_equal(pipeline.apply(frame, lambda _: other).values, [[2, NAN], [3, NAN], [NAN, NAN]])


def test_a_ratio_divides_by_a_total_without_labels() -> None:
    pipeline = Pipeline(query_of({"op": "ratio", "expression": "y"}))
    frame = frame_of([[2, 4], [6, 8]], i=["a", "b"])
    total = Frame((Labels(__name__="y"),), frame.timestamps, np.array([[2.0, 2.0]]))
    assert_array_equal(pipeline.apply(frame, lambda _: total).values, [[1, 2], [3, 4]])
    nothing = Frame((), frame.timestamps, np.empty((0, 2)))
    assert np.isnan(pipeline.apply(frame, lambda _: nothing).values).all()


def test_a_ratio_divides_by_another_series_only_where_it_is_asked_to() -> None:
    frame = frame_of([[2, 4], [6, 8]], i=["a", "b"])
    only = frame_of([[2, 2]], i=["a"])
    strict = Pipeline(query_of({"op": "ratio", "expression": "y"}))
    assert_array_equal(strict.apply(frame, lambda _: only).values, [[1, 2], [NAN, NAN]])
    asked = Pipeline(query_of({"op": "ratio", "expression": "y", "on": []}))
    assert_array_equal(asked.apply(frame, lambda _: only).values, [[1, 2], [3, 4]])
    with pytest.raises(SourceRejectedQuery, match="several series"):
        asked.apply(frame, lambda _: frame)


def test_a_ratio_with_several_partners_is_refused() -> None:
    pipeline = Pipeline(query_of({"op": "ratio", "expression": "y", "on": ["__name__"]}))
    with pytest.raises(SourceRejectedQuery, match="several series"):
        pipeline.apply(frame_of([[1]]), lambda _: frame_of([[1], [2]]))


def test_the_series_that_varied_most_in_the_block_before_are_kept() -> None:
    calm, wild, gone = [1.0] * 12, [1.0, 9.0] * 6, [NAN] * 12
    frame = Frame(
        tuple(Labels(i=str(row)) for row in range(3)), STEP * np.arange(12), np.array([calm, wild, gone])
    )
    pipeline = Pipeline(query_of({"op": "topk", "k": 1, "over": "4m"}))
    values = pipeline.apply(frame, no_other).values
    assert np.isnan(values[:, :4]).all()
    assert np.isnan(values[[0, 2], :]).all()
    assert_array_equal(values[1, 4:], wild[4:])


@pytest.mark.parametrize(
    "steps",
    [
        [{"op": "rate"}],
        [{"op": "delta", "points": 3}],
        [{"op": "fill", "method": "previous", "points": 4}, {"op": "rate"}],
        [{"op": "topk", "k": 2, "over": "5m"}],
        [{"op": "resample", "every": "20s"}, {"op": "delta"}, {"op": "topk", "k": 1, "over": "3m"}],
    ],
)
@pytest.mark.parametrize("points", [1, 2, 7, 30])
def test_a_point_is_the_same_in_every_window_that_holds_it(
    steps: list[dict[str, object]], points: int
) -> None:
    source = FunctionSource(
        {
            Labels(i=str(i)): lambda t, i=i: np.where(
                (t // 20_000 * 7 + i) % 5 == 0, NAN, np.sin(t / 1e5 * (i + 1)) * i
            )
            for i in range(4)
        }
    )
    pipeline = Pipeline(query_of(*steps))

    def read(count: int) -> np.ndarray:
        needed = (count + pipeline.extra_points) * pipeline.points_a_step
        start = 100 * STEP - (needed - 1) * pipeline.source_step_ms
        raw = source.fetch(RangeRequest("x", start, 100 * STEP, pipeline.source_step_ms))
        return pipeline.apply(raw, no_other).tail(count).values

    assert_array_equal(read(points), read(90)[:, -points:])


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([{"op": "rate"}, {"op": "resample", "every": "30s"}], "must be the first"),
        ([{"op": "resample", "every": "7s"}], "divide the step"),
        ([{"op": "topk", "k": 1, "over": "90s"}], "multiple of the step"),
        ([{"op": "clip"}], "give `lower`"),
        ([{"op": "clip", "lower": 2, "upper": 1}], "can't be larger"),
        ([{"op": "square"}], "square"),
    ],
)
def test_what_makes_no_sense_is_refused(steps: list[dict[str, object]], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        query_of(*steps)
