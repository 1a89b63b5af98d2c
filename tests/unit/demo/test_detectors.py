from importlib.resources import as_file, files

import numpy as np

from barograph.config.provisioning import read_detectors
from barograph.demo.clockwork import DAY_MS
from barograph.demo.promql import Grid, Vector, evaluate
from barograph.demo.shop import Shop


def test_every_detector_of_the_demo_sees_series_in_the_shop() -> None:
    with as_file(files("barograph.demo") / "detectors" / "shop.yaml") as path:
        found = read_detectors([path], {})
    assert found.mistakes == ()
    assert len(found.specs) == 8
    shop, now_ms = Shop.open(1, is_quiet=True), 20_000 * DAY_MS
    for spec in found.specs:
        step_ms = spec.query.step.milliseconds
        grid = Grid.between(now_ms - 40 * step_ms, now_ms, step_ms, now_ms)
        answer = evaluate(shop, spec.query.expression, grid)
        assert isinstance(answer, Vector), spec.name
        assert answer.labels, spec.name
        assert np.isfinite(answer.values).all(), spec.name
