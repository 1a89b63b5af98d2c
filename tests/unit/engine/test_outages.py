"""What people see of an outage with the default: one episode from its first point to its end, each time."""

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.domain import Anomaly, Frame, Labels
from barograph.engine.rehearsal import Rehearsal
from barograph.training.fitting import InlineFitter
from tests.unit.engine.conftest import ArrayWindows

STEP_MS = 300_000
DAY = 288
HOUR = DAY // 24
LEARNT_DAYS = 14
SERIES = 3


def traffic(days: int) -> np.ndarray:
    """Return requests a second of some services: by day, quieter at weekends, with a noise that remembers."""
    points = np.arange(days * DAY + 1)
    day = 2 * np.pi * points / DAY
    weekend = np.convolve((points // DAY % 7 >= 5).astype(float), np.ones(4 * HOUR) / (4 * HOUR), "same")
    rhythm = (1 + 0.6 * np.sin(day - 2)) * (1 - 0.5 * weekend)
    noise = np.random.default_rng(2).normal(0, 0.03, (SERIES, points.size))
    for at in range(1, points.size):
        noise[:, at] += 0.7 * noise[:, at - 1]
    return 200 * rhythm * np.exp(noise)


def episodes_of(values: np.ndarray, days: int, **policy: object) -> dict[Labels, list[Anomaly]]:
    labels = tuple(Labels(service=str(number)) for number in range(SERIES))
    frame = Frame(labels, np.arange(values.shape[1], dtype=np.int64) * STEP_MS, values)
    query = {"expression": "sum by (service) (rate(requests_total[5m]))", "step": "5m"}
    spec = DetectorSpec.model_validate(
        {"name": "traffic", "query": query, "policy": policy, "schedule": {"train_every": "1d"}}
    )
    rehearsal = Rehearsal(ArrayWindows(frame), InlineFitter(Registry.installed()), Registry.installed())
    start = LEARNT_DAYS * DAY
    found = rehearsal.run(spec, start * STEP_MS, (start + days * DAY) * STEP_MS).episodes
    return {one: [episode for episode in found if episode.labels == one] for one in labels}


@pytest.mark.parametrize("policy", [{}, {"for_points": 3, "of_points": 5}])
def test_outages_of_hours_are_one_episode_each_and_none_is_learnt_as_normal(
    policy: dict[str, object],
) -> None:
    values = traffic(LEARNT_DAYS + 4)
    starts = [(LEARNT_DAYS + day) * DAY + hour * HOUR for day, hour in enumerate((13, 10, 15))]
    for start in starts:
        values[:, start : start + 6 * HOUR] = 0
    for episodes in episodes_of(values, 3, **policy).values():
        assert [episode.started_ms for episode in episodes] == [start * STEP_MS for start in starts]
        for start, episode in zip(starts, episodes, strict=True):
            assert episode.ended_ms is not None
            late = (episode.ended_ms - (start + 6 * HOUR) * STEP_MS) / STEP_MS
            assert 0 <= late <= 2 * HOUR


def test_a_blip_does_not_hide_the_outage_after_it() -> None:
    values = traffic(LEARNT_DAYS + 2)
    blip = LEARNT_DAYS * DAY + 13 * HOUR
    outage = slice(blip + HOUR // 2, blip + 4 * HOUR)
    values[:, blip] = 0
    values[:, outage] = 0
    for episodes in episodes_of(values, 1).values():
        assert any(
            episode.started_ms <= (outage.start + 6) * STEP_MS
            and (episode.ended_ms or np.inf) >= outage.stop * STEP_MS
            for episode in episodes
        )


def test_traffic_that_falls_to_0_as_a_rate_over_minutes_does_is_told() -> None:
    values = traffic(LEARNT_DAYS + 2)
    start = LEARNT_DAYS * DAY + 13 * HOUR
    for point, share in enumerate((0.75, 0.5, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.25, 0.5, 0.75)):
        values[:, start + point] *= share
    for episodes in episodes_of(values, 1).values():
        assert any(start * STEP_MS <= episode.started_ms <= (start + 4) * STEP_MS for episode in episodes)


def seldom_errors(days: int, rate: float) -> np.ndarray:
    """Return ratios of errors that are 0 but for single points, some thousandths there."""
    generator = np.random.default_rng(3)
    shape = (SERIES, days * DAY + 1)
    return np.where(generator.random(shape) < rate, generator.exponential(0.003, shape), 0.0)


@pytest.mark.parametrize("rate", [0.0005, 0.0015, 0.02])
def test_a_single_error_now_and_then_wakes_nobody(rate: float) -> None:
    assert not any(episodes_of(seldom_errors(LEARNT_DAYS + 14, rate), 13).values())


def test_errors_that_last_half_an_hour_are_told() -> None:
    values = seldom_errors(LEARNT_DAYS + 2, 0.02)
    start = LEARNT_DAYS * DAY + 13 * HOUR
    values[:, start : start + HOUR // 2] += 0.05
    for episodes in episodes_of(values, 1).values():
        (episode,) = episodes
        assert start * STEP_MS < episode.started_ms < (start + HOUR // 2) * STEP_MS


def test_what_never_happened_is_told_when_it_happens_a_second_time_within_the_hour() -> None:
    values = np.ones((SERIES, (LEARNT_DAYS + 2) * DAY + 1))
    once, twice = (LEARNT_DAYS * DAY + hour * HOUR for hour in (3, 13))
    values[:, once] = 0
    values[:, twice : twice + 3 * HOUR] = 0
    for episodes in episodes_of(values, 1).values():
        (episode,) = episodes
        assert episode.started_ms == (twice + 1) * STEP_MS
