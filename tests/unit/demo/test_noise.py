import numpy as np

from barograph.demo.noise import generator_of, wander

OCTAVES = ((60, 0.1), (3600, 0.2))


def test_the_same_key_gives_the_same_numbers() -> None:
    assert generator_of(1, "a").random() == generator_of(1, "a").random()
    assert generator_of(1, "a").random() != generator_of(1, "b").random()


def test_noise_joins_without_a_seam_at_midnight() -> None:
    yesterday, today = wander("key", 10, OCTAVES), wander("key", 11, OCTAVES)
    usual = np.abs(np.diff(today)).max()
    assert abs(today[0] - yesterday[-1]) <= usual


def test_noise_is_autocorrelated_around_zero() -> None:
    noise = np.concatenate([wander("key", day, OCTAVES) for day in range(20)])
    assert abs(noise.mean()) < 0.05
    assert np.corrcoef(noise[:-1], noise[1:])[0, 1] > 0.9
