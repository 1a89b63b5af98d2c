import numpy as np
import pytest

from barograph.algorithms.auto.ranges import HOME_POINTS, Ranges

POINTS = 4_032


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(1, POINTS))


def test_home_lies_within_the_ordinary_range(noise: np.ndarray) -> None:
    ranges, has_spread = Ranges.fit(noise)
    (low, high), (home_low, home_high) = ranges.ordinary[0], ranges.home[0]
    assert has_spread.all()
    assert low < home_low < -1.2
    assert 1.2 < home_high < high


def test_the_ordinary_range_is_seldom_left(noise: np.ndarray) -> None:
    ranges, _ = Ranges.fit(noise)
    assert ranges.is_ordinary(np.random.default_rng(4).normal(size=(1, POINTS))).mean() > 0.995


def test_after_a_burst_a_series_is_home_once_the_newest_points_are(noise: np.ndarray) -> None:
    ranges, _ = Ranges.fit(noise)
    residual = np.concatenate([np.full((1, 40), 7.0), np.zeros((1, 40))], axis=1)
    is_home = ranges.is_home(residual, 80)[0]
    assert not is_home[HOME_POINTS:40].any()
    assert is_home[40 + HOME_POINTS - 1 :].all()


def test_a_shift_whose_single_points_reach_the_ordinary_range_is_not_home(noise: np.ndarray) -> None:
    ranges, _ = Ranges.fit(noise)
    shifted = 4.2 + np.random.default_rng(5).normal(size=(1, 2_000))
    assert ranges.is_ordinary(shifted).any()
    assert not ranges.is_home(shifted, 1_900).any()


def test_where_nothing_is_known_is_no_home(noise: np.ndarray) -> None:
    ranges, _ = Ranges.fit(noise)
    assert not ranges.is_home(np.full((1, 10), np.nan), 6).any()


def test_what_is_mostly_0_is_at_home_there(noise: np.ndarray) -> None:
    bursts = np.where(np.random.default_rng(6).random((1, POINTS)) < 0.05, 20.0, 0.0)
    ranges, has_spread = Ranges.fit(bursts)
    assert has_spread.all()
    assert ranges.is_home(np.zeros((1, 10)), 1).all()


def test_where_one_value_is_hardly_ever_left_both_ranges_are_the_same() -> None:
    residual = np.zeros((1, POINTS))
    residual[0, 500::900] = 1.0
    ranges, has_spread = Ranges.fit(residual)
    assert not has_spread.any()
    assert ranges.home == pytest.approx(ranges.ordinary, abs=1e-5)
    assert ranges.ordinary[0, 1] == pytest.approx(2.0)


def test_they_survive_being_kept(noise: np.ndarray) -> None:
    ranges, _ = Ranges.fit(noise)
    kept = Ranges.from_arrays(ranges.to_arrays()).rows(np.array([0]))
    assert (kept.ordinary == ranges.ordinary).all()
    assert (kept.home == ranges.home).all()
