import numpy as np

from barograph.algorithms.learners.straight_runs import find_straight_runs

POINTS = 288


def noise(rows: int = 1, seed: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, 0.05, (rows, POINTS))


def test_a_steady_rise_is_found_with_its_length_and_slope() -> None:
    values = 40 + noise()
    values[:, -72:] += np.linspace(0, 12, 72)
    runs = find_straight_runs(values)
    assert 48 <= runs.points[0] <= 96
    assert np.isclose(runs.slope[0], 12 / 72, rtol=0.1)
    assert np.isclose(runs.level[0], 52, atol=0.5)


def test_what_has_lasted_for_long_is_trusted_for_long() -> None:
    rising = np.arange(POINTS) * 0.1 + noise()
    short = 40 + noise()
    short[:, -36:] += np.arange(36) * 0.1
    runs = find_straight_runs(np.vstack([rising, short]))
    steps = np.array([12.0, 288.0])
    gone, straight = runs.ahead(steps), runs.straight_ahead(steps)
    assert np.allclose(gone[0], straight[0], rtol=0.13)
    assert gone[1, 1] < 0.5 * straight[1, 1]


def test_neither_noise_nor_wandering_nor_a_season_nor_gaps_are_a_run() -> None:
    rng = np.random.default_rng(8)
    wandering = np.cumsum(rng.normal(0, 1, (200, POINTS)), axis=1)
    season = 10 * np.sin(2 * np.pi * np.arange(POINTS) / 24) + noise(50)
    unknown = np.full((1, POINTS), np.nan)
    assert (find_straight_runs(wandering).points > 0).mean() < 0.06
    for values in (noise(200), season, unknown, np.full((1, POINTS), 5.0)):
        assert not find_straight_runs(values).points.any()


def test_a_run_bridges_gaps() -> None:
    values = np.arange(POINTS) * 0.1 + noise()
    values[:, 100:130] = np.nan
    assert find_straight_runs(values).points[0] == POINTS
