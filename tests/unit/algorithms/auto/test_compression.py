import numpy as np

from barograph.algorithms.auto.compression import compress, expand


def test_small_deviations_stay_and_large_ones_keep_their_order() -> None:
    deviations = np.array([-1e6, -40.0, -4.0, -1.0, 0.0, 3.9, 5.0, 1e3, 1e8])
    compressed = compress(deviations)
    assert np.array_equal(compressed[2:6], deviations[2:6])
    assert np.all(np.diff(compressed) > 0)
    assert np.abs(compressed).max() < 100


def test_expanding_undoes_compressing() -> None:
    deviations = np.array([-1e6, -7.0, 0.0, 2.5, 4.0, 1e4])
    assert np.allclose(expand(compress(deviations)), deviations, rtol=1e-9)


def test_infinite_deviations_become_finite_and_gaps_stay() -> None:
    compressed = compress(np.array([np.inf, -np.inf, np.nan]))
    assert np.isfinite(compressed[:2]).all()
    assert np.isnan(compressed[2])
