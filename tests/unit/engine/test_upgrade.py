"""After an upgrade with a newer algorithm the old model judges until the new one is ready."""

from collections.abc import Sequence
from importlib.metadata import EntryPoint
from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.auto import Auto
from barograph.algorithms.registry import GROUP, Registry
from barograph.algorithms.zscore import ZScore
from barograph.domain import Event
from barograph.engine.tick import Ticker
from barograph.storage import Stores
from barograph.training.agenda import Agenda
from barograph.training.due import DueReason
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import STEP_MS, ArrayWindows, make_spec, noisy_frame
from tests.unit.training.making import queue_due, waiting_training


class OlderZScore(ZScore):
    version = ZScore.version - 1


class OlderAuto(Auto):
    version = Auto.version - 1


BEFORE = Registry(
    [
        EntryPoint(name, f"{__name__}:Older{kind}", GROUP)
        for name, kind in (("zscore", "ZScore"), ("auto", "Auto"))
    ]
)
NOW_MS = (1_000_000 + 1_500) * STEP_MS


class Node:
    """One start of an engine with the algorithms that are installed at the time."""

    def __init__(self, stores: Stores, registry: Registry) -> None:
        self.stores, self.models = stores, ModelVersions(stores.models, registry)
        self.windows = ArrayWindows(noisy_frame(1_600, {}))
        self.agenda = Agenda(stores.models, stores.jobs, registry)
        self.ticker = Ticker(
            self.windows, self.models, registry, stores.anomalies, stores.cursors, self.publish
        )
        self.trainer = Trainer(
            self.windows, InlineFitter(registry), registry, stores.models, stores.anomalies, self.publish
        )

    def publish(self, events: Sequence[Event]) -> None:
        """Tell nobody."""

    def due(self) -> list[DueReason]:
        return queue_due(self.agenda, self.stores, self.stores.detectors.enabled(), NOW_MS)

    def judge(self, at_ms: int) -> int:
        """Tick, see that every series was scored, and return the version of the model that did."""
        report = self.ticker.tick(self.stores.detectors.enabled()[0], at_ms)
        assert report.judgement is not None
        assert report.versioned is not None
        assert np.isfinite(report.judgement.scores.score[:, -1]).all()
        return report.versioned.version

    def train(self) -> None:
        detector = self.stores.detectors.enabled()[0]
        self.trainer.train(detector, Training("test", "upgraded"), NOW_MS, lambda share: None, Flag())
        self.stores.jobs.finish(waiting_training(self.stores), {}, NOW_MS)


@pytest.mark.parametrize("algorithm", ["zscore", "auto"])
def test_the_old_model_judges_until_the_new_one_is_in_force(stores: Stores, algorithm: str) -> None:
    spec = make_spec(algorithm={"name": algorithm}, schedule={"history": "1500m"})
    stores.detectors.create("default", spec, 0)
    old = Node(stores, BEFORE)
    assert old.due() == [DueReason.NO_MODEL]
    old.train()
    assert old.due() == []
    new = Node(stores, Registry.installed())
    assert new.due() == [DueReason.UPGRADED]
    assert new.judge(NOW_MS + 1) == 1
    new.train()
    assert new.judge(NOW_MS + STEP_MS + 1) == 2
    assert new.due() == []
    assert Node(stores, Registry.installed()).due() == []
