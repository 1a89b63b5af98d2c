import numpy as np
import pytest

from barograph.algorithms.arrays.moments import rolling_moments


@pytest.fixture
def values() -> np.ndarray:
    rng = np.random.default_rng(0)
    drawn = rng.standard_normal((5, 200)) + 1e6
    drawn[rng.uniform(size=drawn.shape) < 0.1] = np.nan
    return drawn


@pytest.mark.parametrize("points", [1, 8, 37, 64])
def test_moments_are_those_of_the_points_before(values: np.ndarray, points: int) -> None:
    moments = rolling_moments(values, points)
    for column in (70, 150, 199):
        before = values[:, column - points : column]
        known = np.isfinite(before).sum(axis=1)
        assert moments.weight[:, column].tolist() == known.tolist()
        rows = known > 0
        assert moments.mean[rows, column] == pytest.approx(np.nanmean(before[rows], axis=1))
        assert moments.variance[rows, column] == pytest.approx(np.nanvar(before[rows], axis=1), abs=1e-9)


@pytest.mark.parametrize("points", [8, 37, 64])
@pytest.mark.parametrize("decay", [1.0, 0.97])
def test_a_tick_gives_the_same_bits_as_the_whole_range(values: np.ndarray, points: int, decay: float) -> None:
    whole = rolling_moments(values, points, decay=decay)
    tick = rolling_moments(values[:, -(points + 1) :], points, last=1, decay=decay)
    some = rolling_moments(values[:, -(points + 9) :], points, last=9, decay=decay)
    assert tick.mean[:, 0].tolist() == whole.mean[:, -1].tolist()
    assert tick.squares[:, 0].tolist() == whole.squares[:, -1].tolist()
    assert some.squares.tolist() == whole.squares[:, -9:].tolist()


def test_old_points_weigh_less(values: np.ndarray) -> None:
    moments = rolling_moments(values, 30, last=1, decay=0.9)
    before = values[:, -31:-1]
    weights = np.where(np.isfinite(before), 0.9 ** np.arange(29, -1, -1), 0.0)
    expected = (weights * np.nan_to_num(before)).sum(axis=1) / weights.sum(axis=1)
    assert moments.mean[:, 0] == pytest.approx(expected)


@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (3, 0), (3, 1)])
def test_empty_frames_have_empty_moments(shape: tuple[int, int]) -> None:
    values = np.zeros(shape)
    assert rolling_moments(values, 8).mean.shape == shape
    assert rolling_moments(values, 8, last=1).mean.shape == (shape[0], min(1, shape[1]))
