"""The life of a series: it appears, is judged at once, is learnt, vanishes, and is forgotten."""

from collections.abc import Sequence
from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import QuerySpec
from barograph.domain import Event, Frame, Labels
from barograph.engine.tick import Ticker, TickReport
from barograph.storage import Stores
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame

TRAINED, BORN, SPIKE, GONE, LAST = 1_500, 1_560, 1_700, 1_800, 2_200
NEW, OLD = Labels(pod="2"), Labels(pod="1")


class Windows(ArrayWindows):
    """As a source answers: a series without a value in the range is not there at all."""

    def learn(self, *_: object) -> dict[str, object]:
        return {}

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        return _present(super().window(tenant, query, end_ms, points))

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        return _present(super().history(tenant, query, start_ms, end_ms))


def _present(frame: Frame) -> Frame:
    return frame.rows(np.flatnonzero(np.isfinite(frame.values).any(axis=1)).tolist())


class World:
    """Three pods: one stays, one is gone from ``GONE`` on, one is new at ``BORN`` and spikes at ``SPIKE``."""

    def __init__(self, stores: Stores, algorithm: str) -> None:
        frame = noisy_frame(LAST, {}, series=3)
        values = frame.values.copy()
        values[2, :BORN] = np.nan
        values[2, SPIKE] += 40
        values[1, GONE - 5 : GONE] += 40
        values[1, GONE:] = np.nan
        self.windows, registry = Windows(frame.with_values(values)), Registry.installed()
        self.stores = stores
        models = ModelVersions(stores.models, registry)
        spec = make_spec(
            algorithm={"name": algorithm},
            schedule={"history": "1500m", "forget_after": "3h"},
            policy={"recover_points": 2, "expire_after": "1h"},
        )
        self.detector = stores.detectors.create("default", spec, 0)
        self.ticker = Ticker(self.windows, models, registry, stores.anomalies, stores.cursors, self.publish)
        self.trainer = Trainer(
            self.windows, InlineFitter(registry), registry, stores.models, stores.anomalies, self.publish
        )

    def publish(self, events: Sequence[Event]) -> None:
        """Tell nobody."""

    def time_of(self, position: int) -> int:
        return int(self.windows.frame.timestamps[position])

    def train(self, at: int) -> set[Labels]:
        training = Training("test", "age")
        info = self.trainer.train(self.detector, training, self.time_of(at), lambda share: None, Flag())
        versioned = ModelVersions(self.stores.models, Registry.installed()).current(self.detector)
        assert info.series_count == len(versioned.model.labels)
        return set(versioned.model.labels)

    def live(self, since: int, until: int) -> list[TickReport]:
        return [self.ticker.tick(self.detector, self.time_of(at) + 1) for at in range(since, until)]

    def episodes(self, labels: Labels) -> list[tuple[int, int | None]]:
        page = self.stores.anomalies.page("default").items
        return [(one.started_ms, one.ended_ms) for one in page if one.labels == labels]


@pytest.mark.parametrize("algorithm", ["auto", "zscore", "seasonal"])
def test_a_series_is_judged_when_it_appears_and_forgotten_when_it_is_gone(
    stores: Stores, algorithm: str
) -> None:
    world = World(stores, algorithm)
    assert NEW not in world.train(TRAINED)
    scored = [scores_of(report, NEW) for report in world.live(TRAINED + 1, SPIKE + 20)]
    # Within a quarter of an hour a new series has scores, and its spike is an anomaly before any training.
    assert np.isfinite(scored[BORN - TRAINED + 14 :]).all()
    assert [started for started, _ in world.episodes(NEW)] == [world.time_of(SPIKE)]
    assert world.train(SPIKE + 20) == set(world.windows.frame.labels)
    world.live(SPIKE + 20, GONE + 100)
    ((_, ended_ms),) = world.episodes(OLD)
    assert ended_ms is not None
    assert ended_ms <= world.time_of(GONE + 61)
    assert OLD in world.train(GONE + 150)
    assert OLD not in world.train(GONE + 200)


def scores_of(report: TickReport, labels: Labels) -> float:
    assert report.judgement is not None
    frame, scores = report.judgement.frame, report.judgement.scores
    return float(scores.score[frame.labels.index(labels), -1]) if labels in frame.labels else np.nan
