import numpy as np

from barograph.algorithms.auto.bursts import tell_once


def _calm(points: int = 600) -> np.ndarray:
    return np.full((1, points), 0.5)


def test_a_burst_is_told_at_its_first_point_only() -> None:
    kind = _calm()
    kind[0, 100:160] = 5.0
    told = tell_once([kind], quiet_points=300)
    assert np.flatnonzero(told[0] >= 3).tolist() == [100]


def test_a_clearly_larger_peak_within_a_burst_is_told_again() -> None:
    kind = _calm()
    kind[0, 100], kind[0, 120], kind[0, 140] = 4.0, 4.1, 6.0
    assert np.flatnonzero(tell_once([kind], 300)[0] >= 3).tolist() == [100, 140]


def test_a_peak_is_forgotten_by_and_by() -> None:
    kind = _calm()
    kind[0, 100], kind[0, 200], kind[0, 380] = 5.0, 4.5, 4.5
    assert np.flatnonzero(tell_once([kind], 300)[0] >= 3).tolist() == [100, 380]


def test_what_a_slow_kind_says_right_after_a_jump_is_no_news_unless_stranger() -> None:
    jump, slow = _calm(), _calm()
    jump[0, 100], slow[0, 110], slow[0, 130] = 5.0, 4.5, 6.0
    assert np.flatnonzero(tell_once([jump, slow], 300)[0] >= 3).tolist() == [100, 130]


def test_another_kind_is_told_though_one_was_just_told_unless_it_is_far_below() -> None:
    first, strong, weak = _calm(), _calm(), _calm()
    first[0, 100], strong[0, 170], weak[0, 190] = 7.0, 5.0, 3.2
    assert np.flatnonzero(tell_once([first, strong, weak], 300)[0] >= 3).tolist() == [100, 170]


def test_a_glance_at_fewer_points_never_misses_what_all_points_find() -> None:
    kinds = [np.random.default_rng(seed).exponential(1.0, (200, 420)) for seed in range(3)]
    whole = tell_once(kinds, 372, 1)
    glance = tell_once([kind[:, -25:] for kind in kinds], 372, 1)
    assert (whole > 0).any()
    assert (glance >= whole).all()
    assert np.array_equal(whole, tell_once(kinds, 372)[:, -1:])
