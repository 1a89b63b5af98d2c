import json

import pytest

from barograph.algorithms.examples import calm_frame
from barograph.algorithms.zscore import ZScore
from barograph.bench.score import measure
from barograph.cli.main import main
from barograph.domain import Frame


def test_every_cost_of_an_algorithm_is_measured() -> None:
    frame: Frame = calm_frame(300, series=20)
    costs = measure(ZScore(), frame, repeats=2)
    assert set(costs) == {"tick_ms", "tick_worst_ms", "pass_ms", "fit_ms", "series_bytes"}
    assert all(cost > 0 for cost in costs.values())


def test_contract_and_figures_name_each_algorithm(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--series", "20", "--points", "200", "--algorithm", "mad", "--algorithm", "zscore"]
    assert main(["bench", "score", *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["figures"]["mad.tick_ms"] > 0
    assert found["contract"]["zscore.series_bytes"] == "<= 4096"
