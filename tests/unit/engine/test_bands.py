from threading import Event as Flag
from typing import Any

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import Frame, Labels
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


class Chart:
    """The handler over arrays and a real store, with a trained model."""

    def __init__(self, stores: Stores, **spec: object) -> None:
        registry = Registry.installed()
        self.windows = ArrayWindows(pods())
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
        self._handler = BandHandler(stores.detectors, Bands(self.windows, models, registry))

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


def test_a_chart_has_a_most_number_of_points(chart: Chart) -> None:
    with pytest.raises(ValidationFailed, match="11,001 points"):
        chart.ask(points=11_001)
