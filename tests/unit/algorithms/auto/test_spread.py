import numpy as np
import pytest

from barograph.algorithms.auto.spread import Spread

POINTS = 4_032


@pytest.fixture
def usual() -> np.ndarray:
    return 100 + 80 * np.sin(2 * np.pi * np.arange(POINTS) / 288)[np.newaxis]


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(1, POINTS))


def test_what_strays_by_a_share_of_its_season_has_a_scale_that_follows_it(
    usual: np.ndarray, noise: np.ndarray
) -> None:
    distance = 0.05 * usual * noise
    spread = Spread.fit(distance, usual, usual + distance)
    low, middle, high = spread.at(np.array([[40.0, 100.0, 160.0]]))[0]
    assert low == pytest.approx(2.0, rel=0.35)
    assert middle == pytest.approx(5.0, rel=0.35)
    assert high == pytest.approx(8.0, rel=0.35)


def test_beyond_what_was_seen_the_scale_is_that_of_the_end(usual: np.ndarray, noise: np.ndarray) -> None:
    distance = 0.05 * usual * noise
    spread = Spread.fit(distance, usual, usual + distance)
    ((lowest, highest),) = spread.at(np.array([[-1e9, 1e9]]))
    assert [lowest, highest] == spread.scales[0].tolist()


def test_what_strays_as_far_everywhere_has_one_scale(usual: np.ndarray, noise: np.ndarray) -> None:
    spread = Spread.fit(3.0 * noise, usual, usual + 3.0 * noise)
    assert spread.at(usual).shape == (1, 1)
    assert spread.at(usual)[0, 0] == pytest.approx(3.0, rel=0.1)


def test_where_one_series_follows_its_level_the_others_keep_their_bits(
    usual: np.ndarray, noise: np.ndarray
) -> None:
    distance = np.vstack([0.05 * usual * noise, 3.0 * noise])
    both = np.vstack([usual, usual])
    spread = Spread.fit(distance, both, both + distance)
    assert (spread.at(both)[1] == spread.rows(np.array([1])).at(usual)[0, 0]).all()


def test_no_end_is_more_than_eight_times_from_the_whole(usual: np.ndarray, noise: np.ndarray) -> None:
    distance = np.where(usual > 150, 1_000.0, 1.0) * noise
    scales = Spread.fit(distance, usual, usual + distance).scales[0]
    whole = 1.4826 * np.median(np.abs(distance))
    assert scales[0] >= whole / 8 - 1e-9


def test_what_never_moved_has_a_scale_of_a_hundredth_of_its_level() -> None:
    flat = np.full((1, POINTS), 50.0)
    spread = Spread.fit(np.zeros((1, POINTS)), flat, flat)
    assert spread.at(flat).tolist() == [[0.5]]


def test_gaps_and_series_without_a_value_are_no_obstacle(usual: np.ndarray, noise: np.ndarray) -> None:
    distance = np.vstack([0.05 * usual * noise, np.full((1, POINTS), np.nan)])
    distance[0, ::3] = np.nan
    both = np.vstack([usual, usual])
    spread = Spread.fit(distance, both, both + distance)
    assert np.isfinite(spread.at(both)).all()
    assert (spread.at(both) > 0).all()


def test_it_survives_being_kept(usual: np.ndarray, noise: np.ndarray) -> None:
    spread = Spread.fit(0.05 * usual * noise, usual, usual)
    kept = Spread.from_arrays(spread.to_arrays())
    assert (kept.at(usual) == spread.at(usual)).all()
    assert (Spread.join([kept, kept]).at(np.vstack([usual, usual])) == spread.at(usual)).all()
