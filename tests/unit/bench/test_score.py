import json

import pytest

from barograph.algorithms.examples import calm_frame
from barograph.algorithms.isolation_forest import IsolationForest
from barograph.algorithms.subsequence import Subsequence
from barograph.algorithms.zscore import ZScore
from barograph.bench.score import measure
from barograph.cli.main import main
from barograph.domain import Frame


def test_every_cost_of_an_algorithm_is_measured() -> None:
    frame: Frame = calm_frame(300, series=20)
    costs = measure(ZScore(), frame, repeats=2)
    times = {f"{what}{unit}" for what in ("tick", "pass", "fit") for unit in ("_ms", "_cpu_ms")}
    assert set(costs) == times | {"tick_worst_ms", "pass_series", "fit_points", "series_bytes"}
    assert all(cost > 0 for cost in costs.values())


def test_costly_algorithms_are_measured_on_fewer_series_and_say_so() -> None:
    told: list[str] = []
    costs = {
        algorithm.name: measure(algorithm, calm_frame(400, series=200), 1, told.append)
        for algorithm in (ZScore(), Subsequence(), IsolationForest(trees=10))
    }
    assert [cost["pass_series"] for cost in costs.values()] == [200, 20, 2]
    assert [cost["fit_points"] for cost in costs.values()] == [400, 400, 40]
    assert "passes over 20 series" in told


def test_contract_and_figures_name_each_algorithm(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--series", "20", "--points", "200", "--algorithm", "mad", "--algorithm", "zscore"]
    assert main(["bench", "score", *words, "--json"]) == 0
    told = capsys.readouterr()
    found = json.loads(told.out)
    assert "mad fits 20 series of 200 points" in told.err
    assert found["figures"]["mad.tick_ms"] > 0
    assert found["contract"]["zscore.series_bytes"] == "<= 4096"
