import numpy as np

from barograph.algorithms.auto.steady import STEADY_POINTS, Steady


def _errors(seed: int, points: int) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [np.abs(rng.normal(size=(2, points))) for _ in range(3)]


def test_one_rare_error_raises_the_score_for_fifty_points_and_then_is_forgotten() -> None:
    steady, errors = Steady.fit(_errors(0, 4_000)), _errors(1, 300)
    errors[0][0, 200] = 12.0
    surprise = steady.surprise(steady.rarity(errors), 300)
    assert (surprise[0, 200 : 200 + STEADY_POINTS] > 1.2).all()
    assert surprise[0, 200 + STEADY_POINTS] < surprise[0, 199 + STEADY_POINTS] - 0.3
    assert np.array_equal(
        steady.surprise(steady.rarity([error[:, 240:] for error in errors]), 5), surprise[:, -5:]
    )


def test_many_common_errors_weigh_less_than_one_that_is_rare() -> None:
    steady, errors = Steady.fit(_errors(0, 4_000)), [np.ones((2, 60)) for _ in range(3)]
    errors[0][1, 30] = 12.0
    surprise = steady.surprise(steady.rarity(errors), 1)
    assert surprise[1, 0] > 2 * surprise[0, 0]


def test_the_tails_survive_their_arrays() -> None:
    steady, errors = Steady.fit(_errors(2, 2_000)), _errors(3, 100)
    again = Steady.from_arrays(steady.to_arrays())
    assert np.array_equal(
        again.surprise(again.rarity(errors), 40), steady.surprise(steady.rarity(errors), 40)
    )
