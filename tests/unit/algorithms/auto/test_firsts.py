import numpy as np
import pytest

from barograph.algorithms.auto.firsts import Firsts

KNOWN = 10_000


def _firsts(seldom: int, *, has_spread: bool = False) -> Firsts:
    is_known = np.ones((1, KNOWN), dtype=bool)
    is_away = np.zeros((1, KNOWN), dtype=bool)
    is_away[0, :seldom] = True
    return Firsts.fit(is_known, is_away, np.array([has_spread]))


def _limited(firsts: Firsts, *away: int) -> np.ndarray:
    is_away = np.zeros((1, 100), dtype=bool)
    is_away[0, list(away)] = True
    kinds = [np.full((1, 60), 8.0)]
    firsts.limit(kinds, is_away[firsts.concerned])
    return kinds[0][0]


def test_one_point_away_is_as_rare_as_such_points_were() -> None:
    assert _limited(_firsts(0), 70)[30] == 4.0
    assert _limited(_firsts(10), 70)[30] == 3.0


def test_points_near_each_other_count_together_and_others_do_not() -> None:
    near, far = _limited(_firsts(0), 70, 75), _limited(_firsts(0), 70, 90)
    assert near[30] == 4.0
    assert near[35] == 8.0
    assert far[50] == 4.0


def test_points_before_the_last_ones_count() -> None:
    assert _limited(_firsts(0), 38, 40)[0] == 8.0


@pytest.mark.parametrize("away", [(), (70,)])
def test_a_series_with_a_spread_is_left_alone(away: tuple[int, ...]) -> None:
    assert (_limited(_firsts(0, has_spread=True), *away) == 8.0).all()


def test_gaps_of_history_do_not_count() -> None:
    is_known = np.zeros((1, KNOWN), dtype=bool)
    is_known[0, :1_000] = True
    firsts = Firsts.fit(is_known, np.zeros_like(is_known), np.array([False]))
    assert firsts.rarity == pytest.approx(3.0)
