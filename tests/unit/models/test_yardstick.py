import numpy as np
import pytest

from barograph.models.yardstick import Yardstick, count_between, distance, quantile_edges


def test_values_are_counted_between_edges_and_gaps_are_not() -> None:
    edges = np.array([[0.0, 1.0], [10.0, 20.0]])
    values = np.array([[-1.0, 0.0, 0.5, 2.0, np.nan], [10.0, 11.0, np.inf, 21.0, 5.0]])
    assert count_between(values, edges).tolist() == [[2, 1, 1], [2, 1, 1]]


def test_the_distance_is_the_largest_difference_of_the_shares_below_an_edge() -> None:
    left, right = np.array([[5, 5, 0], [0, 0, 9]]), np.array([[1, 1, 2], [9, 0, 0]])
    assert distance(left, right).tolist() == [0.5, 1.0]


def test_without_values_the_distance_is_unknown() -> None:
    assert np.isnan(distance(np.array([[0, 0]]), np.array([[1, 1]]))).all()


def test_a_constant_series_has_edges_that_show_a_fall_and_a_rise() -> None:
    edges = quantile_edges(np.full((1, 100), 7.0))
    below, same, above = (count_between(np.array([[value]]), edges) for value in (6.0, 7.0, 8.0))
    assert distance(below, same) == distance(above, same) == 1.0


def test_a_series_that_wanders_must_stray_farther_than_it_ever_did() -> None:
    rng = np.random.default_rng(1)
    calm, wandering = rng.normal(0, 1, 2_000), np.repeat(rng.normal(0, 5, 20), 100)
    values = np.stack([calm, wandering])
    limits = Yardstick.of(values, quantile_edges(values), 100).limits
    assert limits[0] == pytest.approx(0.25)
    assert limits[1] > 0.6


def test_rarity_counts_the_parts_of_the_reference_and_the_new_one() -> None:
    yardstick = Yardstick(np.zeros((1, 1)), np.ones((1, 2), dtype=np.int64), np.array([[0.1, 0.2, np.nan]]))
    assert [yardstick.rarity(0, found) for found in (0.05, 0.15, 0.3)] == pytest.approx([1, 2 / 3, 1 / 3])


def test_a_yardstick_survives_json() -> None:
    values = np.random.default_rng(2).normal(0, 1, (3, 500))
    values[1, :200] = np.nan
    before = Yardstick.of(values, quantile_edges(values), 100)
    after = Yardstick.from_json(before.to_json())
    assert np.array_equal(after.edges, before.edges)
    assert np.array_equal(after.counts, before.counts)
    assert after.past == pytest.approx(before.past, abs=1e-4, nan_ok=True)
