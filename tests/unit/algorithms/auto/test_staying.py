import numpy as np

from barograph.algorithms.auto.staying import BACK, carry_on
from barograph.algorithms.rarity.tails import CERTAIN

NOTHING = np.zeros(1)


def test_a_burst_stays_as_strange_as_it_began_until_the_series_is_back() -> None:
    away = np.array([[BACK, 6.0, 1.0, 1.0, 7.0, 0.5, BACK, 1.0]])
    carried = carry_on(away, NOTHING, 801)
    fades = CERTAIN / 800
    assert carried[0].tolist() == [0, 6, 6 - fades, 6 - fades - fades, 7, 7 - fades, 0, 1]


def test_what_stays_is_forgotten_by_and_by() -> None:
    away = np.zeros((1, 100))
    away[0, 10] = 20.0
    carried = carry_on(away, NOTHING, 50)[0]
    assert carried[10] == CERTAIN
    assert 0 < carried[58] < 0.2
    assert (carried[60:] == 0).all()


def test_the_bits_are_the_same_wherever_the_points_begin() -> None:
    rng = np.random.default_rng(5)
    away = np.where(rng.random((20, 400)) < 0.02, BACK, rng.exponential(1.5, (20, 400)))
    whole = carry_on(away, np.zeros(20), 60)
    for start in (60, 170, 399):
        since = carry_on(away[:, start - 60 :], np.zeros(20), 60)[:, 60:]
        assert np.array_equal(since, whole[:, start:])
        gone_on = carry_on(away[:, start:], whole[:, start - 1], 60)
        assert np.array_equal(gone_on, whole[:, start:])
