import json
import math

import numpy as np
import pytest

from barograph.demo.prometheus.encoding import encode_matrix, number_text, vector_json
from barograph.demo.promql import Grid, Scalar, Vector
from barograph.domain import Labels


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.0, "5"), (0.1, "0.1"), (math.inf, "+Inf"), (-math.inf, "-Inf"), (math.nan, "NaN"), (-0.5, "-0.5")],
)
def test_numbers_are_written_as_prometheus_does(value: float, text: str) -> None:
    assert number_text(value) == text


def test_a_matrix_leaves_gaps_and_empty_series_out() -> None:
    grid = Grid.between(1_500, 3_500, 1000, 3_500)
    values = np.array([[1.0, np.nan, 2.05], [np.nan] * 3, [np.inf, 5.0, -np.inf]])
    vector = Vector((Labels(a="1"), Labels(a="2"), Labels(a="3")), values)
    answer = json.loads(b"".join(encode_matrix(vector, grid)))
    assert answer["data"]["result"] == [
        {"metric": {"a": "1"}, "values": [[1.5, "1"], [3.5, "2.05"]]},
        {"metric": {"a": "3"}, "values": [[1.5, "+Inf"], [2.5, "5"], [3.5, "-Inf"]]},
    ]


def test_every_number_survives_the_fast_way() -> None:
    values = np.random.default_rng(1).lognormal(0, 30, 5000)
    grid = Grid.between(1_000, 5_000_000, 1000, 5_000_000)
    answer = json.loads(b"".join(encode_matrix(Vector((Labels(),), values[np.newaxis]), grid)))
    pairs = answer["data"]["result"][0]["values"]
    assert [moment for moment, _ in pairs] == list(range(1, 5001))
    assert [float(text) for _, text in pairs] == values.tolist()


def test_a_scalar_has_its_own_shape() -> None:
    assert vector_json(Scalar(np.array([2.0])), 1500) == {"resultType": "scalar", "result": [1.5, "2"]}
    grid = Grid.between(0, 0, 1, 0)
    assert json.loads(b"".join(encode_matrix(Scalar(np.array([2.0])), grid)))["data"]["result"] == [
        {"metric": {}, "values": [[0, "2"]]}
    ]
