from typing import Any

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.domain import Frame, Labels
from barograph.engine.foretelling import ForecastHandler
from barograph.errors import ModelUnavailable
from barograph.storage import Job, JobState, Stores
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows
from tests.unit.engine.test_rehearsal import NobodyWaits

STEP_MS = 900_000
HOUR_MS = 3_600_000
POINTS = 10 * 96
LIMITS = [{"value": 1.0, "name": "full"}, {"value": 0.9}, {"value": 0.1, "name": "empty"}]


def disks() -> Frame:
    """One disk that fills by two points of a hundred a day and stands at 0.88, and one that stays."""
    times = np.arange(POINTS) * STEP_MS + 20_000 * 86_400_000
    noise = np.random.default_rng(0).normal(0, 0.001, (2, POINTS))
    filling = 0.88 - 0.02 * np.arange(POINTS)[::-1] / 96
    values = np.vstack([np.full(POINTS, 0.4), filling]) + noise
    return Frame((Labels(disk="calm"), Labels(disk="filling")), times, values)


def make_spec(algorithm: str, **more: object) -> DetectorSpec:
    return DetectorSpec.model_validate(
        {
            "name": "disk",
            "title": "Disk in use",
            "unit": "ratio",
            "query": {"expression": "used", "step": "15m"},
            "algorithm": {"name": algorithm},
            "limits": LIMITS,
            **more,
        }
    )


class Oracle:
    """The handler over arrays and a real store, at the moment of the last point."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._registry = Registry.installed()
        self.windows = ArrayWindows(disks())
        self.now_ms = int(self.windows.frame.timestamps[-1]) + 1
        models = ModelVersions(stores.models, self._registry)
        self._handler = ForecastHandler(
            stores.detectors, self.windows, models, self._registry, lambda: self.now_ms / 1000
        )

    def train(self, spec: DetectorSpec) -> None:
        detector = self._stores.detectors.create("default", spec, 0)
        trainer = Trainer(
            self.windows, InlineFitter(self._registry), self._registry, self._stores.models,
            self._stores.anomalies, lambda _events: None,
        )  # fmt: skip
        progress = NobodyWaits()
        trainer.train(detector, Training("test", "first"), self.now_ms, progress, progress.cancelled)

    def ask(self, **more: Any) -> dict[str, Any]:
        request = {"points": 24 * 8, "every": 4, "limit": 20, "match": [], **more}
        job = Job("default", "1", "forecast", JobState.RUNNING, "ada", 0, 0, "disk", request=request)
        return self._handler(job, NobodyWaits())


@pytest.fixture
def oracle(stores: Stores) -> Oracle:
    return Oracle(stores)


def test_the_model_in_force_tells_when_a_limit_is_reached(oracle: Oracle) -> None:
    oracle.train(make_spec("forecast"))
    answer = oracle.ask()
    assert (answer["algorithm"], answer["model_version"], answer["series_total"]) == ("forecast", 1, 2)
    filling, calm = answer["items"]
    assert filling["labels"] == {"disk": "filling"}
    soon, later = filling["reaches"]
    assert (soon["limit"], soon["name"], later["name"]) == (0.9, "", "full")
    days = (soon["at_ms"] - answer["made_ms"]) / 24 / HOUR_MS
    assert days == pytest.approx(1.0, abs=0.25)
    assert soon["earliest_ms"] <= soon["at_ms"] <= (soon["latest_ms"] or soon["at_ms"])
    assert soon["sentence"].startswith("Disk in use (disk=filling) is 88 % and reaches 90 % in about ")
    assert "reaches full (100 %) in about" in later["sentence"]
    assert calm["reaches"] == []
    assert filling["timestamps_ms"][1] - filling["timestamps_ms"][0] == HOUR_MS
    assert len(filling["expected"]) == len(filling["lower"]) == len(filling["upper"]) == 24 * 8


def test_a_detector_that_can_not_foretell_gets_a_forecast_made_for_it(oracle: Oracle, stores: Stores) -> None:
    stores.detectors.create("default", make_spec("zscore"), 0)
    answer = oracle.ask(match=['disk=~"fill.*"'])
    assert (answer["algorithm"], answer["model_version"]) == ("forecast", None)
    (filling,) = answer["items"]
    assert [reach["limit"] for reach in filling["reaches"]] == [0.9, 1.0]


def test_all_series_that_match_are_counted_though_not_all_are_shown_or_fitted(
    oracle: Oracle, stores: Stores
) -> None:
    stores.detectors.create("default", make_spec("zscore"), 0)
    frame = disks()
    many = [Labels(disk=f"calm-{number}") for number in range(60)]
    values = np.vstack([np.tile(frame.values[:1], (60, 1)), frame.values[1:]])
    oracle.windows.frame = Frame((*many, Labels(disk="filling")), frame.timestamps, values)
    answer = oracle.ask(match=['disk=~"calm-.*"'], limit=3)
    assert (answer["series_total"], len(answer["items"])) == (60, 3)
    answer = oracle.ask(match=['disk!~"calm-.*"'])
    assert [item["labels"]["disk"] for item in answer["items"]] == ["filling"]


def test_a_limit_below_is_reached_by_falling(oracle: Oracle) -> None:
    oracle.windows.frame = disks().with_values(1 - disks().values)
    oracle.train(make_spec("forecast"))
    (reach, *_) = oracle.ask(match=['disk=~"fill.*"'])["items"][0]["reaches"]
    assert (reach["limit"], reach["name"]) == (0.1, "empty")


def test_a_series_without_values_has_a_forecast_without_numbers(oracle: Oracle, stores: Stores) -> None:
    frame = disks()
    oracle.windows.frame = frame.with_values(np.where([[False], [True]], np.nan, frame.values))
    stores.detectors.create("default", make_spec("zscore"), 0)
    last = oracle.ask()["items"][-1]
    assert (last["value"], last["reaches"]) == (None, [])
    assert set(last["expected"]) == {None}


def test_without_a_model_the_forecast_waits(oracle: Oracle, stores: Stores) -> None:
    stores.detectors.create("default", make_spec("forecast"), 0)
    with pytest.raises(ModelUnavailable):
        oracle.ask()


@pytest.mark.parametrize("algorithm", ["forecast", "zscore"])
def test_no_share_is_foretold_below_nothing_or_beyond_the_whole(
    algorithm: str, oracle: Oracle, stores: Stores
) -> None:
    frame = disks()
    oracle.windows.frame = frame.with_values(np.vstack([1 - frame.values[1] - 0.1, frame.values[1]]))
    oracle.train(make_spec(algorithm))
    answer = oracle.ask(points=24 * 30)
    for item in answer["items"]:
        told = [*item["expected"], *item["lower"], *item["upper"]]
        assert min(told) >= 0, item["labels"]
        assert max(told) <= 1, item["labels"]
    named = {reach["name"]: reach["at_ms"] for item in answer["items"] for reach in item["reaches"]}
    assert named["full"] < answer["made_ms"] + 10 * 24 * HOUR_MS
