import numpy as np
import pytest

from barograph.algorithms.ewma import Ewma
from barograph.algorithms.mad import Mad
from barograph.algorithms.sliding_window import SlidingWindow
from barograph.algorithms.windowed import Windowed
from barograph.algorithms.zscore import ZScore
from barograph.domain import Frame, Labels
from barograph.errors import ValidationFailed

EVERY = [ZScore(), Mad(), SlidingWindow(), Ewma()]


def frame_of(values: np.ndarray) -> Frame:
    labels = tuple(Labels(row=str(row)) for row in range(len(values)))
    return Frame(labels, np.arange(values.shape[1]) * 60_000, values)


@pytest.fixture
def values() -> np.ndarray:
    return 100 + np.random.default_rng(0).normal(0, 2, (3, 1_500))


@pytest.mark.parametrize("algorithm", EVERY, ids=lambda one: one.name)
def test_a_spike_leaves_the_band_and_a_calm_point_stays_inside(
    algorithm: Windowed, values: np.ndarray
) -> None:
    values[0, -1] = 160
    frame = frame_of(values)
    scores = algorithm.score(algorithm.fit(frame.columns(0, 1_400)), frame, last=1)
    assert scores.score[0, 0] > 0.625 > scores.score[1, 0]
    assert scores.upper[0, 0] < 160
    assert scores.lower[1, 0] < values[1, -1] < scores.upper[1, 0]


@pytest.mark.parametrize("algorithm", EVERY, ids=lambda one: one.name)
def test_a_constant_series_that_moves_by_half_is_strange(algorithm: Windowed) -> None:
    values = np.full((1, 1_200), 40.0)
    values[0, -1] = 60.0
    frame = frame_of(values)
    scores = algorithm.score(algorithm.fit(frame.columns(0, 1_100)), frame, last=2)
    assert scores.score[0, 0] < 0.375
    assert scores.score[0, 1] == 1.0


def test_mad_sees_the_second_outlier_that_hides_from_zscore(values: np.ndarray) -> None:
    values[0, -20:-1:4] = 130
    values[0, -1] = 115
    frame = frame_of(values)
    robust, naive = (one.score(one.fit(frame.columns(0, 1_400)), frame, last=1) for one in (Mad(), ZScore()))
    assert robust.score[0, 0] > naive.score[0, 0]


def test_wide_quantiles_take_regular_bursts_for_normal(values: np.ndarray) -> None:
    values[0, ::10] += 30
    frame = frame_of(values[:1])
    scores = [
        one.score(one.fit(frame.columns(0, 1_400)), frame, last=1).score[0, 0]
        for one in (SlidingWindow(share=0.5), SlidingWindow(share=0.96))
    ]
    assert max(scores) < 0.375


def test_a_short_half_life_follows_a_new_level_sooner(values: np.ndarray) -> None:
    values[:, -15:] += 20
    frame = frame_of(values)
    quick, slow = (
        one.score(one.fit(frame.columns(0, 1_400)), frame, last=1).expected[0, 0]
        for one in (Ewma(half_life=4), Ewma(half_life=60))
    )
    assert quick > slow + 5


def test_a_new_series_gets_a_score_from_its_window_and_the_typical_tail(values: np.ndarray) -> None:
    algorithm = ZScore(window=20)
    model = algorithm.fit(frame_of(values))
    late = Frame((Labels(row="new"),), np.arange(30) * 60_000, values[:1, :30] * 1000)
    scores = algorithm.score(model, late)
    assert np.isnan(scores.score[0, :8]).all()
    assert np.isfinite(scores.score[0, 8:]).all()
    assert scores.score[0, 25] < 0.625


@pytest.mark.parametrize("wrong", [lambda: Ewma(half_life=0.1), lambda: SlidingWindow(share=2)])
def test_parameters_out_of_range_are_refused(wrong: type[Windowed]) -> None:
    with pytest.raises(ValidationFailed, match="must be from"):
        wrong()
