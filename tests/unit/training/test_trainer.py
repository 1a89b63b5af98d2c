from collections.abc import Iterator
from pathlib import Path
from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec, QuerySpec
from barograph.domain import Feedback, Frame, Verdict
from barograph.storage import Database, Stores
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from tests.unit.storage.making import make_anomaly, opened, resolved

MINUTE, POINTS = 60_000, 1_000
BEGIN = 10_000 * MINUTE
EPISODE = make_anomaly(BEGIN + 500 * MINUTE)


class Recording:
    """A history of one calm series."""

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        times = BEGIN + np.arange(POINTS) * MINUTE
        values = np.random.default_rng(3).normal(10, 1, (1, POINTS))
        return Frame((EPISODE.labels,), times, values).between(start_ms, end_ms)

    def learn(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> dict[str, object]:
        return {}


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield Stores.over(database)
    database.close()


@pytest.mark.parametrize(
    ("verdict", "points"), [(None, POINTS - 60), (Verdict.EXPECTED, POINTS - 60), (Verdict.NOISE, POINTS)]
)
def test_a_training_heeds_what_people_said(stores: Stores, verdict: Verdict | None, points: int) -> None:
    ended = resolved(EPISODE, EPISODE.started_ms + 60 * MINUTE)
    stores.anomalies.record([opened(EPISODE), ended], now_ms=1)
    if verdict is not None:
        stores.feedback.add(Feedback("default", EPISODE.fingerprint, "latency", verdict, "", "local", 1))
    query = {"expression": "latency_seconds", "step": "1m"}
    spec = DetectorSpec.model_validate({"name": "latency", "query": query, "algorithm": {"name": "zscore"}})
    detector = stores.detectors.create("default", spec, 0)
    registry = Registry.installed()
    trainer = Trainer(
        Recording(),
        InlineFitter(registry),
        registry,
        stores.models,
        stores.anomalies,
        lambda _events: None,
        stores.feedback,
    )
    end_ms = BEGIN + (POINTS - 1) * MINUTE
    info = trainer.train(detector, Training("test", "first"), end_ms, lambda _share: None, Flag())
    assert info.meta["points"] == points
