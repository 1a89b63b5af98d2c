from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import Frame
from barograph.engine.judge import Judge
from barograph.engine.rehearsal import Rehearsal
from barograph.engine.replay import Replay
from barograph.engine.tick import Ticker
from barograph.storage import Stores
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame

TRAINED = 1_500
DAY = 1_440
POLICIES = [
    {"recover_points": 2, "threshold": 0.45},
    {"for_points": 2, "of_points": 4, "threshold": 0.4, "cooldown": "20m", "warm_up_points": 5},
    {"budget": {"alerts": 5, "per": "1d"}, "missing_data": "alert"},
]


def eventful_frame() -> Frame:
    """Return a day after the training with spikes, a shift and gaps in both series."""
    frame = noisy_frame(TRAINED + DAY, {TRAINED + 100: 9.0, TRAINED + 101: 8.0, TRAINED + 700: -12.0})
    values = frame.values.copy()
    values[1, TRAINED + 300 : TRAINED + 330] += 8
    values[0, TRAINED + 500 : TRAINED + 520] = np.nan
    values[1, TRAINED + 310 : TRAINED + 318] = np.nan
    values[:, TRAINED + 900] = np.nan
    return frame.with_values(values)


def test_24_hours_live_with_trainings_and_one_backtest_give_the_same_episodes_to_the_point(
    stores: Stores,
) -> None:
    registry, frame = Registry.installed(), eventful_frame()
    windows, models = ArrayWindows(frame), ModelVersions(stores.models, registry)
    ticker = Ticker(windows, models, registry, stores.anomalies, stores.cursors, lambda events: None)
    trainer = Trainer(
        windows, InlineFitter(registry), registry, stores.models, stores.anomalies, lambda events: None
    )
    schedule = {"history": "1d", "train_every": "6h", "forget_after": "3h"}
    detector = stores.detectors.create("default", make_spec(policy=POLICIES[0], schedule=schedule), 0)
    first_ms, last_ms = int(frame.timestamps[TRAINED]), int(frame.timestamps[TRAINED + DAY - 1])
    assert last_ms - first_ms == (DAY - 1) * 60_000

    for at_ms in range(first_ms, last_ms + 1, 60_000):
        if (at_ms - first_ms) % (6 * 3_600_000) == 0:
            training = Training("test", "schedule")
            trainer.train(detector, training, at_ms - 60_000, lambda share: None, Flag())
        ticker.tick(detector, at_ms + 1)
    backtest = Rehearsal(windows, InlineFitter(registry), registry).run(detector.spec, first_ms, last_ms)

    live = stores.anomalies.recent_of("default", detector.id, 0)
    assert backtest.trainings == 4
    assert {one.model_version for one in live} >= {1, 2}
    assert len(live) >= 3
    assert {one.fingerprint: repr(one) for one in live} == {
        one.fingerprint: repr(one) for one in backtest.episodes
    }


@pytest.mark.parametrize("policy", POLICIES)
def test_ticks_and_one_replay_give_the_same_episodes(stores: Stores, policy: dict[str, object]) -> None:
    registry, frame = Registry.installed(), eventful_frame()
    windows, models = ArrayWindows(frame), ModelVersions(stores.models, registry)
    ticker = Ticker(windows, models, registry, stores.anomalies, stores.cursors, lambda events: None)
    detector = stores.detectors.create("default", make_spec(policy=policy), 0)
    trainer = Trainer(
        windows, InlineFitter(registry), registry, stores.models, stores.anomalies, lambda events: None
    )
    first_ms = int(frame.timestamps[TRAINED])
    last_ms = int(frame.timestamps[TRAINED + 359])
    trainer.train(detector, Training("test", "first"), first_ms - 60_000, lambda share: None, Flag())

    for at_ms in range(first_ms, last_ms + 1, 60_000):
        ticker.tick(detector, at_ms + 1)
    replay = Replay(frame)
    replay.run(Judge.of(detector, models.current(detector), registry), first_ms - 60_000, last_ms)

    live = stores.anomalies.recent_of("default", detector.id, 0)
    assert len(live) >= 2
    assert {one.fingerprint: repr(one) for one in live} == {
        one.fingerprint: repr(one) for one in replay.episodes
    }


def test_an_episode_can_be_seen_again_with_its_band(stores: Stores) -> None:
    registry, frame = Registry.installed(), eventful_frame()
    detector = stores.detectors.create("default", make_spec(), 0)
    Trainer(
        ArrayWindows(frame), InlineFitter(registry), registry, stores.models, stores.anomalies, lambda _: None
    ).train(detector, Training("test", "x"), int(frame.timestamps[TRAINED]), lambda share: None, Flag())
    judge = Judge.of(detector, ModelVersions(stores.models, registry).current(detector), registry)
    replay = Replay(frame)
    replay.run(judge, int(frame.timestamps[TRAINED]), int(frame.timestamps[-1]))
    episode = replay.episodes[0]
    band = replay.band_of(episode, 10)
    at = int(np.searchsorted(band.frame.timestamps, episode.started_ms))
    assert at == 10
    assert band.scores.signal[0].max() == episode.peak_score
    assert band.frame.values[0, at] > band.scores.upper[0, at]


def test_an_episode_among_peers_is_seen_again_with_the_group_around_it(stores: Stores) -> None:
    registry, frame = Registry.installed(), noisy_frame(TRAINED + 200, {TRAINED + 100: 30.0}, series=6)
    spec = make_spec(algorithm={"name": "peers"}, labels={"team": "shop"})
    detector = stores.detectors.create("default", spec, 0)
    Trainer(
        ArrayWindows(frame), InlineFitter(registry), registry, stores.models, stores.anomalies, lambda _: None
    ).train(detector, Training("test", "x"), int(frame.timestamps[TRAINED]), lambda share: None, Flag())
    replay = Replay(frame)
    judge = Judge.of(detector, ModelVersions(stores.models, registry).current(detector), registry)
    replay.run(judge, int(frame.timestamps[TRAINED]), int(frame.timestamps[-1]))
    (episode,) = replay.episodes
    band = replay.band_of(episode, 10)
    assert band.frame.series_count == 1
    assert band.scores.signal[0].max() == episode.peak_score
    assert np.isfinite(band.scores.upper).all()
    assert band.frame.values[0, 10] > band.scores.upper[0, 10]
