import numpy as np
import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.domain import Labels
from barograph.errors import ValidationFailed
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.loki import LokiSource
from barograph.sources.loki.build import build_source
from tests.servers.loki import LokiDouble, recorded

MINUTE = 60_000


@pytest.fixture
def source(loki: LokiDouble) -> LokiSource:
    spec = DataSourceSpec(name="loki", type="loki", urls=(loki.url,), tenant="acme", attempts=1)
    return build_source(spec, loki.url)


def test_a_metric_query_is_a_frame_point_by_point(source: LokiSource) -> None:
    result = recorded("matrix_rate")["response"]["body"]["data"]["result"]
    times = [point[0] for series in result for point in series["values"]]
    request = RangeRequest(
        'sum by (level) (rate({app="shop"}[1m]))', min(times) * 1000, max(times) * 1000, 30_000
    )
    frame = source.fetch(request)
    assert frame.series_count == len(result)
    for series in result:
        row = frame.values[frame.labels.index(Labels(series["metric"]))]
        expected = dict(map(tuple, series["values"]))
        for time_ms, value in zip(frame.timestamps, row, strict=True):
            there = expected.get(int(time_ms) // 1000)
            assert np.isnan(value) if there is None else value == float(there)


def test_a_range_off_the_steps_is_refused_because_loki_would_move_it(source: LokiSource) -> None:
    with pytest.raises(ValidationFailed, match="Align"):
        source.fetch(RangeRequest('rate({a="b"}[1m])', 1, MINUTE + 1, MINUTE))


def test_templates_and_categories_are_counted(loki: LokiDouble, source: LokiSource) -> None:
    for second in range(120):
        loki.push(second * 10**9 + 1, f"served request {second}")
    loki.push(70 * 10**9, "write failed: no space left on device")
    request = RangeRequest('{app="shop"}', MINUTE, 2 * MINUTE, MINUTE, mode="templates")
    learnt = source.learn(request)
    frame = source.fetch(RangeRequest('{app="shop"}', MINUTE, 2 * MINUTE, MINUTE, "templates", (), learnt))
    assert sorted(frame.values.tolist()) == [[0, 1], [60, 60]]
    served = next(labels for labels in frame.labels if labels["pattern"] == "served request <*>")
    assert source.explain(request, served)["examples"] == [f"served request {n}" for n in range(3)]
    counted = source.fetch(RangeRequest('{app="shop"}', MINUTE, 2 * MINUTE, MINUTE, mode="categories"))
    assert counted.values[counted.labels.index(Labels(category="disk_full"))].tolist() == [0, 1]


def test_only_templates_are_learnt_and_explained(source: LokiSource) -> None:
    request = RangeRequest('rate({a="b"}[1m])', MINUTE, MINUTE, MINUTE)
    assert source.learn(request) == {}
    assert source.explain(request, Labels()) == {}


def test_health_says_what_a_person_can_act_on(loki: LokiDouble, source: LokiSource) -> None:
    assert source.check().state is SourceState.OK
    loki.is_down = True
    health = source.check()
    assert (health.state, health.product) == (SourceState.DOWN, "Loki")
    assert "500" in health.sentence


def test_durations_in_lines_are_values_with_gaps(loki: LokiDouble, source: LokiSource) -> None:
    for second in range(60):
        loki.push(second * 10**9 + 1, f"served in {second} ms")
    request = RangeRequest('{app="shop"}', MINUTE, 2 * MINUTE, MINUTE, mode="durations")
    frame = source.fetch(request)
    assert frame.values[0].tolist() == pytest.approx([0.05605, float("nan")], nan_ok=True)
