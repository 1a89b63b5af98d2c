import numpy as np

from barograph.domain import Frame, Labels
from barograph.engine.tracing import describe_steps, trace_nothing
from tests.unit.storage.making import make_spec


def test_a_step_is_described_by_its_figures_and_one_series_with_values() -> None:
    frame = Frame(
        (Labels(a="1"), Labels(a="2")),
        np.array([60_000, 120_000]),
        np.array([[np.nan, np.nan], [1.5, np.inf]]),
    )
    (step,) = describe_steps([("log", frame)])
    assert step == {
        "op": "log",
        "series": 2,
        "points": 2,
        "gaps": 2,
        "smallest": 1.5,
        "largest": 1.5,
        "example": {"labels": {"a": "2"}, "timestamps_ms": [60_000, 120_000], "values": [1.5, None]},
    }


def test_a_step_that_left_nothing_says_so() -> None:
    (step,) = describe_steps([("topk", Frame.empty())])
    assert (step["series"], step["smallest"], step["example"]) == (0, None, None)
    assert trace_nothing("default", make_spec().query, 0, 1) == ()
