from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import AnomalyState, DetectorHealth, DetectorState, Frame, Labels
from barograph.engine.data_health import say_data_health
from barograph.engine.judge import Judge
from barograph.engine.replay import Replay
from barograph.engine.runner import TickRunner
from barograph.engine.tick import Ticker
from barograph.policy import Plan
from barograph.sources.verdicts import DataHealth
from barograph.storage import Stores
from barograph.storage.detector_rows import StoredDetector
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame

TRAINED = 1_500
TICKS = 200
DOWN = slice(TRAINED + 40, TRAINED + 80)
GONE = slice(TRAINED + 120, TRAINED + 150)
A, B = Labels(job="api", instance="a"), Labels(job="api", instance="b")


def frame_with_scrapes_down() -> tuple[Frame, Frame]:
    """Return values and ``up``: a is down twice, first with wild and calm values, then without any."""
    noise = noisy_frame(
        TRAINED + TICKS,
        {
            TRAINED + 38: 30.0,
            TRAINED + 39: 30.0,
            TRAINED + 60: -30.0,
            TRAINED + 118: 30.0,
            TRAINED + 119: 30.0,
        },
    )
    values = noise.values.copy()
    values[0, GONE] = np.nan
    up = np.ones_like(values)
    up[0, DOWN] = up[0, GONE] = 0
    return Frame((A, B), noise.timestamps, values), Frame((A, B), noise.timestamps, up)


class Bench:
    """A ticker over values and ``up``, both known for all times."""

    def __init__(self, stores: Stores, policy: dict[str, object]) -> None:
        self.frame, self.up = frame_with_scrapes_down()
        self.registry, self.stores = Registry.installed(), stores
        self.models = ModelVersions(stores.models, self.registry)
        self.windows, self.scrapes = ArrayWindows(self.frame), ArrayWindows(self.up)
        self.detector = stores.detectors.create("default", make_spec(policy=policy), 0)
        self.ticker = Ticker(
            self.windows,
            self.models,
            self.registry,
            stores.anomalies,
            stores.cursors,
            lambda events: None,
            scrapes=lambda tenant, query, labels, end_ms, points: self.scrapes.window(
                tenant, query, end_ms, points
            ),
        )
        trainer = Trainer(
            self.windows, InlineFitter(self.registry), self.registry, stores.models, stores.anomalies, list
        )
        trainer.train(self.detector, Training("test", "x"), self.time_of(TRAINED), lambda share: None, Flag())
        self.position = TRAINED

    def time_of(self, position: int) -> int:
        return int(self.frame.timestamps[position])

    def tick_to(self, position: int, pace: int = 1) -> None:
        for at in range(self.position + 1, position + 1, pace):
            self.ticker.tick(self.detector, self.time_of(at) + 1)
        self.ticker.tick(self.detector, self.time_of(position) + 1)
        self.position = position


def test_an_anomaly_stays_open_while_the_scrape_is_down(stores: Stores) -> None:
    bench = Bench(stores, {"recover_points": 2})
    bench.tick_to(DOWN.stop - 1)
    (episode,) = bench.stores.anomalies.recent_of("default", bench.detector.id, 0)
    assert episode.state is AnomalyState.OPEN
    assert episode.started_ms == bench.time_of(TRAINED + 38)
    assert episode.evidence.details["data_health"] == "ok"
    bench.tick_to(DOWN.stop + 2)
    (episode,) = bench.stores.anomalies.recent_of("default", bench.detector.id, 0)
    assert episode.ended_ms == bench.time_of(DOWN.stop)


def test_a_strange_value_of_a_scrape_that_is_down_opens_nothing_and_is_counted(stores: Stores) -> None:
    bench = Bench(stores, {"recover_points": 2})
    bench.tick_to(TRAINED + 59, pace=59)
    report = bench.ticker.tick(bench.detector, bench.time_of(TRAINED + 60) + 1)
    assert report.judgement is not None
    assert report.judgement.outcome.changes == ()
    assert report.judgement.outcome.reasons == {"doubtful_data": 1}


def test_missing_data_as_an_alert_says_that_the_scrape_is_down(stores: Stores) -> None:
    bench = Bench(
        stores, {"recover_points": 2, "missing_data": "alert", "threshold": 1.0, "direction": "down"}
    )
    bench.tick_to(GONE.stop - 1, pace=3)
    (episode,) = bench.stores.anomalies.open_of("default", bench.detector.id)
    assert episode.evidence.details["data_health"] == "scrape_down"


def test_an_episode_does_not_expire_while_its_target_is_down(stores: Stores) -> None:
    policy = {"recover_points": 2, "expire_after": "5m"}
    bench = Bench(stores, policy)
    bench.tick_to(GONE.stop - 1)
    assert len(bench.stores.anomalies.open_of("default", bench.detector.id)) == 1


@pytest.mark.parametrize("missing_data", ["keep", "resolve", "alert"])
@pytest.mark.parametrize("pace", [1, 13])
def test_ticks_and_a_backtest_decide_the_same_while_scrapes_are_down(
    stores: Stores, missing_data: str, pace: int
) -> None:
    bench = Bench(stores, {"recover_points": 2, "missing_data": missing_data, "expire_after": "10m"})
    bench.ticker.tick(bench.detector, bench.time_of(TRAINED) + 1)
    bench.tick_to(TRAINED + TICKS - 1, pace)
    replay = Replay(bench.frame, bench.up)
    judge = Judge.of(bench.detector, bench.models.current(bench.detector), bench.registry)
    replay.run(judge, bench.time_of(TRAINED - 1), bench.time_of(TRAINED + TICKS - 1))
    live = stores.anomalies.recent_of("default", bench.detector.id, 0)
    assert len(live) >= 2
    assert {one.fingerprint: repr(one) for one in live} == {
        one.fingerprint: repr(one) for one in replay.episodes
    }


def test_the_health_of_a_detector_names_the_scrape_that_is_down(stores: Stores) -> None:
    bench = Bench(stores, {"recover_points": 2})
    bench.tick_to(GONE.start + 2)
    runner = TickRunner(
        bench.ticker, stores.detectors, clock=lambda: bench.time_of(GONE.start + 5) / 1000 + 1
    )
    runner.run(bench.detector)
    health = read_health(stores, bench.detector)
    assert (health.state, health.error_code) == (DetectorState.RUNNING, "scrape_down")
    assert 'The scrape of 1 of 2 series is down, such as {instance="a", job="api"}' in health.sentence
    assert "Open anomalies are kept" in health.sentence


def read_health(stores: Stores, detector: StoredDetector) -> DetectorHealth:
    return stores.detectors.get("default", detector.id).health


def test_a_detector_that_sees_nothing_any_more_fails() -> None:
    plan = Plan.of(make_spec(policy={"missing_data": "resolve"}))
    health = say_data_health(plan, {A: DataHealth.SCRAPE_DOWN, B: DataHealth.SERIES_GONE}, 7)
    assert health is not None
    assert health.state is DetectorState.FAILING
    assert "Open anomalies are resolved" in health.sentence
    assert say_data_health(plan, {A: DataHealth.GAP, B: DataHealth.OK}, 7) is None
