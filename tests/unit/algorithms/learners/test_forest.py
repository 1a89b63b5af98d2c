import numpy as np
import pytest
from sklearn.ensemble import IsolationForest as Reference

from barograph.algorithms.learners.forest import Forest


@pytest.fixture
def samples() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2_000, 3))


def test_arrays_isolate_as_scikit_learn_does(samples: np.ndarray) -> None:
    fresh = np.random.default_rng(1).uniform(-2, 2, (300, 3))
    reference = Reference(n_estimators=40, max_samples=256, random_state=3).fit(samples.astype(np.float32))
    expected = -np.log2(-reference.score_samples(fresh.astype(np.float32)))
    ours = Forest.grow(samples, 40, 256, 3).isolate(fresh) ** -0.5
    assert ours == pytest.approx(expected, abs=0.01)


def test_a_far_sample_is_isolated_soonest(samples: np.ndarray) -> None:
    forest = Forest.grow(samples, 50, 256, 0)
    assert forest.isolate(np.array([[9.0, 9, 9]]))[0] > 1.5 * forest.isolate(samples).max()
    assert forest.isolate(np.zeros((1, 3)))[0] < 1


def test_far_beyond_everything_seen_is_stranger_than_just_beyond(samples: np.ndarray) -> None:
    near, far = Forest.grow(samples, 50, 256, 0).isolate(np.array([[5.0, 0, 0], [50.0, 0, 0]]))
    assert far > 5 * near


def test_a_forest_survives_its_arrays(samples: np.ndarray) -> None:
    forest = Forest.grow(samples, 10, 64, 0)
    assert np.array_equal(Forest.from_arrays(forest.to_arrays()).isolate(samples), forest.isolate(samples))
