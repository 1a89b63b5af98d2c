from dataclasses import replace

import numpy as np

from barograph.config.extraction import Extraction
from barograph.domain import Labels
from barograph.sources.base import RangeRequest
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.categories import load_categories
from barograph.sources.logs.events import EventReader
from barograph.sources.logs.learnt import LearntTemplates
from barograph.sources.logs.line import LogLine
from barograph.sources.logs.pipeline import LogPipeline
from tests.unit.sources.logs.lines import ListReader, line

MINUTE = 60_000


def pipeline_of(lines: list[LogLine], max_new: int = 50) -> LogPipeline:
    return LogPipeline(EventReader(ListReader(lines), 100_000), load_categories(), QueryLimits(), max_new)


NORMAL = [
    line(second, f"buyer {name} paid {second} EUR", app="shop", pod=f"p{second % 2}")
    for second in range(1, 600)
    for name in ("ann", "bob", "eve", "kim", "lee")[second % 5 :][:1]
]
BURST = [
    line(700 + n, f"disk sda{n} failed: no space left on device", app="shop", pod="p0") for n in range(30)
]
HISTORY = RangeRequest("{}", MINUTE, 10 * MINUTE, MINUTE, mode="templates")


def test_live_counts_equal_the_backtest_after_a_restart() -> None:
    lines = NORMAL + BURST
    learnt = pipeline_of(NORMAL).learn(HISTORY)
    whole = replace(HISTORY, start_ms=MINUTE, end_ms=14 * MINUTE, learnt=learnt)
    backtest = pipeline_of(lines).count_templates(whole)
    for end in range(1, 15):
        tick = replace(whole, start_ms=end * MINUTE, end_ms=end * MINUTE)
        live = pipeline_of(lines).count_templates(tick)
        for row, labels in enumerate(backtest.labels):
            value = live.values[live.labels.index(labels), 0] if labels in live.labels else 0.0
            assert value == backtest.values[row, end - 1]


def test_new_templates_have_rows_and_learnt_ones_stay_as_zeros() -> None:
    learnt = pipeline_of(NORMAL).learn(HISTORY)
    later = replace(HISTORY, start_ms=12 * MINUTE, end_ms=13 * MINUTE, learnt=learnt)
    frame = pipeline_of(NORMAL + BURST).count_templates(later)
    patterns = {labels["pattern"]: frame.values[row].tolist() for row, labels in enumerate(frame.labels)}
    assert patterns == {"buyer <*> paid <*> EUR": [0, 0], "disk <*> failed: <*>": [21, 9]}


def test_what_is_learnt_knows_when_its_lines_came_and_is_masked() -> None:
    lines = [line(second, f"login with password=s3cret{second}") for second in (90, 200, 310)]
    learnt = LearntTemplates.from_json(pipeline_of(lines).learn(HISTORY))
    (template,) = learnt.catalogue.templates.values()
    assert (template.first_ms, template.last_ms) == (90_000, 310_000)
    assert template.examples == ("login with password=<secret>",)


def test_learning_twice_gives_the_same_ids() -> None:
    assert pipeline_of(NORMAL).learn(HISTORY) == pipeline_of(NORMAL).learn(HISTORY)


def test_a_flood_of_new_templates_is_counted_together() -> None:
    words = [chr(97 + n) * 5 for n in range(26)]
    flood = [line(30, f"{word} {word * 2} {n} x") for n, word in enumerate(words)]
    frame = pipeline_of(flood, max_new=3).count_templates(replace(HISTORY, end_ms=MINUTE))
    assert frame.series_count == 4
    assert frame.values[[labels["template"] == "other" for labels in frame.labels]].tolist() == [[23]]


def test_counts_are_kept_apart_by_labels() -> None:
    request = replace(HISTORY, by=("pod",))
    frame = pipeline_of(NORMAL).count_templates(replace(request, learnt=pipeline_of(NORMAL).learn(request)))
    assert {labels["pod"] for labels in frame.labels} == {"p0", "p1"}
    assert np.nansum(frame.values) == len(NORMAL)


def test_parsed_labels_and_metadata_keep_counts_apart_too() -> None:
    lines = [
        replace(line(90 + n, "took 5 ms: access denied", app="shop"), apart={"user": "ab"[n % 2], "app": "x"})
        for n in range(4)
    ]
    request = RangeRequest("{}", 2 * MINUTE, 2 * MINUTE, MINUTE, mode="categories", by=("user", "app"))
    expected = (Labels(app="shop", user="a"), Labels(app="shop", user="b"))
    counted = pipeline_of(lines).count_categories(request)
    assert tuple(labels.without("category") for labels in counted.labels) == expected
    assert counted.values.tolist() == [[2], [2]]
    assert pipeline_of(lines).measure_durations(replace(request, mode="durations")).labels == expected
    learnt = LearntTemplates.from_json(pipeline_of(lines).learn(replace(request, mode="templates")))
    assert tuple(labels for labels, _ in learnt.rows) == expected


def test_categories_are_counted_and_absent_ones_are_zero() -> None:
    request = RangeRequest("{}", 12 * MINUTE, 13 * MINUTE, MINUTE, mode="categories")
    frame = pipeline_of(BURST).count_categories(request)
    row = frame.labels.index(Labels(category="disk_full"))
    assert frame.values[row].tolist() == [21, 9]
    assert frame.values.sum() == 30
    apart = pipeline_of(BURST).count_categories(replace(request, by=("pod",)))
    assert apart.labels == (Labels(category="disk_full", pod="p0"),)


def test_categories_and_durations_are_found_in_what_is_masked_elsewhere() -> None:
    lines = [line(90, 'login password="permission denied" took 5 ms'), line(91, "token=x;took=7ms")]
    request = RangeRequest("{}", 2 * MINUTE, 2 * MINUTE, MINUTE, mode="categories")
    frame = pipeline_of(lines).count_categories(request)
    assert frame.values[frame.labels.index(Labels(category="permission"))].tolist() == [1]
    wanted = replace(request, mode="durations", extract=Extraction(field="took", statistic="max"))
    assert pipeline_of(lines).measure_durations(wanted).values.tolist() == [[0.007]]


def test_a_row_is_explained_with_examples() -> None:
    pipeline = pipeline_of(NORMAL + BURST)
    learnt = pipeline.learn(HISTORY)
    now = replace(HISTORY, start_ms=12 * MINUTE, end_ms=13 * MINUTE, learnt=learnt)
    (new,) = (labels for labels in pipeline.count_templates(now).labels if "disk" in labels["pattern"])
    details = pipeline.explain(now, new)
    assert details["is_new"] is True
    assert details["template"] == "disk <*> failed: <*>"
    assert details["examples"] == [BURST[n].text for n in range(3)]
    (old,) = (labels for labels in pipeline.count_templates(now).labels if "buyer" in labels["pattern"])
    assert pipeline.explain(now, old)["merges"] != []
    assert pipeline.explain(now, old)["lines_learnt"] == len(NORMAL)


def test_durations_are_measured_apart_and_a_tick_equals_the_backtest() -> None:
    lines = [line(n, f"GET /a took {n % 60} ms", app="shop", pod=f"p{n % 2}") for n in range(1, 300)]
    wanted = Extraction(statistic="max")
    whole = RangeRequest("{}", MINUTE, 8 * MINUTE, MINUTE, "durations", ("pod",), extract=wanted)
    frame = pipeline_of(lines).measure_durations(whole)
    assert [labels["pod"] for labels in frame.labels] == ["p0", "p1"]
    np.testing.assert_allclose(frame.values[0], [0.058] * 5 + [np.nan] * 3)
    np.testing.assert_allclose(frame.values[1], [0.059] * 5 + [np.nan] * 3)
    for end in range(1, 6):
        tick = replace(whole, start_ms=end * MINUTE, end_ms=end * MINUTE)
        np.testing.assert_array_equal(
            pipeline_of(lines).measure_durations(tick).values[:, 0], frame.values[:, end - 1]
        )
