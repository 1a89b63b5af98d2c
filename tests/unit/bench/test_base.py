import math

import pytest

from barograph.bench.base import BenchResult, Limit


@pytest.mark.parametrize(
    ("figures", "is_met"),
    [({"p95_ms": 9.0}, True), ({"p95_ms": 11.0}, False), ({}, False), ({"p95_ms": math.nan}, False)],
)
def test_a_contract_is_met_only_by_a_figure_that_keeps_to_it(
    figures: dict[str, object], is_met: bool
) -> None:
    result = BenchResult("api", figures, {"p95_ms": Limit("<=", 10)})
    assert result.is_met is is_met
    assert result.to_json()["met"] is is_met
    assert result.to_json()["contract"] == {"p95_ms": "<= 10"}
