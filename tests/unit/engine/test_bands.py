from threading import Event as Flag
from typing import Any

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import QuerySpec
from barograph.domain import Frame, Labels
from barograph.engine import bands
from barograph.engine.bands import Bands
from barograph.engine.handlers import BandHandler
from barograph.errors import ValidationFailed
from barograph.storage import Job, JobState, Stores
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import STEP_MS, ArrayWindows, make_spec
from tests.unit.engine.test_rehearsal import NobodyWaits

TRAINED = 1_500
SPIKE = TRAINED + 50
SERIES = 30


def pods() -> Frame:
    """Thirty calm series; the last has a spike, and the one before it a smaller one."""
    values = np.random.default_rng(7).normal(10, 1, (SERIES, TRAINED + 100))
    values[-1, SPIKE] += 9
    values[-2, SPIKE] += 6
    labels = tuple(Labels(pod=f"web-{number:02}") for number in range(SERIES))
    return Frame(labels, (np.arange(TRAINED + 100) + 1_000_000) * STEP_MS, values)


class Shelf(ArrayWindows):
    """Series that note how they were asked for: a window is kept for ticks, a long range is not."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.asked: list[str] = []

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        self.asked.append("window")
        return super().window(tenant, query, end_ms, points)

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        self.asked.append("history")
        return super().history(tenant, query, start_ms, end_ms)


class Chart:
    """The handler over arrays and a real store, with a trained model."""

    def __init__(self, stores: Stores, **spec: object) -> None:
        registry = Registry.installed()
        self.windows = Shelf(pods())
        models = ModelVersions(stores.models, registry)
        detector = stores.detectors.create("default", make_spec(**spec), 0)
        trainer = Trainer(
            self.windows,
            InlineFitter(registry),
            registry,
            stores.models,
            stores.anomalies,
            lambda _events: None,
        )
        trained_ms = self.time_of(TRAINED - 1)
        trainer.train(detector, Training("test", "first"), trained_ms, lambda _share: None, Flag())
        self.now_ms = self.time_of(TRAINED + 99)
        made = Bands(self.windows, models, registry, lambda: self.now_ms / 1000)
        self._handler = BandHandler(stores.detectors, made)
        self.windows.asked.clear()

    def time_of(self, position: int) -> int:
        return int(self.windows.frame.timestamps[position])

    def ask(self, *match: str, limit: int = 20, points: int = 60) -> dict[str, Any]:
        start_ms = self.time_of(TRAINED)
        request = {
            "start_ms": start_ms,
            "end_ms": start_ms + (points - 1) * STEP_MS,
            "limit": limit,
            "match": match,
        }
        job = Job("default", "1", "series", JobState.RUNNING, "ada", 0, 0, "latency", request=request)
        return self._handler(job, NobodyWaits())


@pytest.fixture
def chart(stores: Stores) -> Chart:
    return Chart(stores)


def names(answer: dict[str, Any]) -> list[str]:
    return [one["labels"]["pod"] for one in answer["series"]]


def test_the_strangest_of_all_series_come_first(chart: Chart) -> None:
    answer = chart.ask(limit=2)
    assert (answer["series_total"], names(answer)) == (30, ["web-29", "web-28"])
    assert len(answer["timestamps_ms"]) == len(answer["series"][0]["score"]) == 60
    assert max(answer["series"][0]["score"]) > 0.9


def test_conditions_come_before_the_limit(chart: Chart) -> None:
    answer = chart.ask('pod=~"web-2[78]"', 'pod!="web-27"')
    assert (answer["series_total"], names(answer)) == (1, ["web-28"])
    assert chart.ask('pod="other"') | {"timestamps_ms": []} == {
        "detector": "latency",
        "model_version": 1,
        "timestamps_ms": [],
        "series_total": 0,
        "series": [],
    }


def test_a_chart_of_some_series_says_what_the_chart_of_all_says(stores: Stores) -> None:
    chart = Chart(stores, algorithm={"name": "peers"})
    everything = {one["labels"]["pod"]: one for one in chart.ask(limit=30)["series"]}
    assert max(everything["web-29"]["score"]) > 0.9
    few = chart.ask('pod=~"web-(03|29)"')
    assert names(few) == ["web-29", "web-03"]
    assert few["series"] == [everything["web-29"], everything["web-03"]]


def test_a_look_leaves_the_windows_of_ticks_alone(chart: Chart) -> None:
    chart.ask()
    assert chart.windows.asked == ["history"]


def test_lines_that_were_read_are_not_read_again_for_a_look(stores: Stores) -> None:
    query = {"source": "loki", "expression": '{app="shop"}', "step": "1m", "mode": "categories"}
    chart = Chart(stores, query=query)
    chart.ask()
    assert chart.windows.asked == ["window"]


def test_a_chart_ends_with_the_last_finished_point(stores: Stores) -> None:
    chart = Chart(stores, query={"expression": "latency_seconds", "step": "1m", "offset": "5m"})
    chart.now_ms = chart.time_of(TRAINED + 30) + 1
    answer = chart.ask()
    assert answer["timestamps_ms"][-1] == chart.time_of(TRAINED + 25)
    chart.now_ms = chart.time_of(TRAINED)
    assert len(chart.ask()["timestamps_ms"]) == 60, "a range that none of is finished is shown as it is"


def test_of_too_many_values_the_series_are_chosen_by_their_latest_points(
    chart: Chart, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = chart.ask(limit=30)
    monkeypatch.setattr(bands, "_MOST_VALUES", 30 * 12)
    answer = chart.ask(limit=30)
    assert (answer["series_total"], len(answer["series"])) == (30, 6)
    assert names(answer)[:2] == ["web-29", "web-28"], "their spike is among the latest 12 points"
    by_name = {one["labels"]["pod"]: one for one in whole["series"]}
    assert answer["series"] == [by_name[name] for name in names(answer)]
    assert names(chart.ask('pod="web-03"')) == ["web-03"]
    monkeypatch.setattr(bands, "_MOST_VALUES", 30 * 5)
    assert "web-29" not in names(chart.ask(limit=2)), "it was calm of late"


def test_series_that_are_compared_all_count(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    chart = Chart(stores, algorithm={"name": "peers"})
    monkeypatch.setattr(bands, "_MOST_COMPARED", 30 * 60)
    assert len(chart.ask()["series"]) == 20
    with pytest.raises(ValidationFailed, match="1,830 values to compare; 1,800 are allowed"):
        chart.ask('pod="web-03"', points=61)


def test_a_chart_has_a_most_number_of_points(chart: Chart) -> None:
    chart.now_ms = chart.time_of(TRAINED) + 20_000 * STEP_MS
    with pytest.raises(ValidationFailed, match="11,001 points"):
        chart.ask(points=11_001)
