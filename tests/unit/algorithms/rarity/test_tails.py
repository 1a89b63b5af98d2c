import numpy as np
import pytest

from barograph.algorithms.rarity.tails import CERTAIN, MIN_POINTS, Tail

SHAPES = {
    "normal": lambda rng, size: rng.standard_normal(size),
    "laplace": lambda rng, size: rng.laplace(size=size),
    "lognormal": lambda rng, size: rng.lognormal(0, 0.5, size),
    "gamma": lambda rng, size: rng.gamma(2, size=size),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_same_rarity_gives_same_surprise_whatever_the_shape(shape: str) -> None:
    rng = np.random.default_rng(3)
    tail = Tail.fit(SHAPES[shape](rng, (200, 2_000)), floor=0.001)
    fresh = tail.rows(np.arange(200)).surprise(SHAPES[shape](rng, (200, 2_000)))
    assert 0.008 < np.mean(fresh >= 2) < 0.012
    assert 0.0005 < np.mean(fresh >= 3) < 0.002
    assert np.mean(fresh >= 5) < 1e-4


def test_series_not_in_the_model_gets_the_typical_tail() -> None:
    rng = np.random.default_rng(3)
    tail = Tail.fit(rng.standard_normal((50, 1_000)))
    fresh = tail.rows(np.full(50, -1)).surprise(rng.standard_normal((50, 1_000)))
    assert 0.0003 < np.mean(fresh >= 3) < 0.002


def test_short_history_falls_back_on_the_normal_tail() -> None:
    tail = Tail.fit(np.ones((2, MIN_POINTS - 1)))
    assert tail.rows(np.array([0])).surprise(np.array([[0.0, 6.0]]))[0] == pytest.approx(
        Tail.normal(1).surprise(np.array([[0.0, 6.0]]))[0]
    )


def test_constant_value_is_no_surprise_though_it_has_no_exact_single() -> None:
    tail = Tail.fit(np.full((1, 500), 0.3))
    assert tail.rows(np.array([0])).surprise(np.array([[0.3]]))[0, 0] < 2


def test_infinity_is_certain_unless_history_has_seen_it() -> None:
    values = np.random.default_rng(0).standard_normal((2, 1_000))
    values[1, ::10] = np.inf
    surprise = Tail.fit(values).rows(np.arange(2)).surprise(np.full((2, 1), np.inf))
    assert surprise[0, 0] == CERTAIN
    assert surprise[1, 0] == pytest.approx(1.0, abs=0.01)


def test_value_seen_once_in_two_hundred_points_is_not_called_rarer() -> None:
    rng = np.random.default_rng(0)
    flags = (rng.uniform(size=(1, 4_000)) < 0.005).astype(float)
    assert Tail.fit(flags).rows(np.array([0])).surprise(np.array([[1.0]]))[0, 0] < 3


def test_level_is_the_value_of_a_surprise() -> None:
    tail = Tail.fit(np.random.default_rng(0).standard_normal((3, 2_000))).rows(np.arange(3))
    assert tail.surprise(tail.level(5.0)[:, np.newaxis])[:, 0] == pytest.approx(5.0)


def test_gaps_and_rows_without_points_are_handled() -> None:
    tail = Tail.fit(np.full((2, 0), np.nan))
    assert np.isnan(tail.rows(np.arange(2)).surprise(np.full((2, 1), np.nan))).all()
