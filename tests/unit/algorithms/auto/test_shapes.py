import numpy as np

from barograph.algorithms.auto.shapes import Shapes


def _waves(points: int) -> np.ndarray:
    rng, moments = np.random.default_rng(0), np.arange(points)
    waves: np.ndarray = 2 * np.sin(moments / 3.0) + 0.2 * rng.normal(size=(3, points))
    return waves


def test_an_unknown_shape_is_rare_and_others_have_no_say() -> None:
    values = _waves(3_300)
    shapes = Shapes.fit(values[:, :3_000], np.array([False, True, False]))
    later = values[:, 3_000:].copy()
    later[1, 200:240] = 2 * np.sin(np.arange(40) / 1.2)
    surprise = shapes.surprise(later, 300)
    assert surprise[1, 200:260].max() > 5
    assert surprise[1, 40:200].max() < 5
    assert not surprise[[0, 2]].any()


def test_shapes_survive_their_arrays_and_a_choice_of_rows() -> None:
    values = _waves(2_000)
    shapes = Shapes.fit(values, np.array([True, False, True]))
    again = Shapes.from_arrays(shapes.to_arrays()).rows(np.array([2, 0]))
    assert np.allclose(again.surprise(values[[2, 0]], 500), shapes.surprise(values, 500)[[2, 0]])
    assert not Shapes.nobody(3).surprise(values, 10).any()
