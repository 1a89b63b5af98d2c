from collections.abc import Callable

import numpy as np
import pytest

from barograph.algorithms.auto.misses import Reading
from barograph.algorithms.auto.strangeness import KINDS, Strangeness

POINTS = 3_000


def _reading(residual: np.ndarray) -> Reading:
    is_still = np.zeros(residual.shape, dtype=bool)
    is_still[:, 1:] = np.diff(residual, axis=1) == 0
    return Reading(residual, is_still)


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(2, POINTS + 600))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("jump", lambda part: part.__setitem__(slice(0, 1), 9.0)),
        ("unrest", lambda part: np.multiply(part, 3.0, out=part)),
        ("departure", lambda part: np.add(part, 3.0, out=part)),
        ("standstill", lambda part: part.fill(part[0])),
    ],
)
def test_each_kind_is_surprised_by_what_it_is_for(
    kind: str, change: Callable[[np.ndarray], object], noise: np.ndarray
) -> None:
    found = Strangeness.fit(_reading(noise[:, :POINTS]))
    later = noise[:, POINTS:].copy()
    change(later[0, 300:400])
    reading = _reading(later)
    surprise = found.judge(reading, found.misses.follow(reading))[KINDS.index(kind)]
    assert surprise[0, 300:400].max() >= 3.5
    assert surprise[1].max() < 3.5


def test_a_gap_is_no_surprise(noise: np.ndarray) -> None:
    found = Strangeness.fit(_reading(noise[:, :POINTS]))
    later = noise[:, POINTS:].copy()
    later[:, 200:260] = np.nan
    reading = _reading(later)
    for surprise in found.judge(reading, found.misses.follow(reading)):
        assert surprise[:, 200:260].max() < 4


def test_the_smooth_score_rises_while_a_departure_lasts(noise: np.ndarray) -> None:
    found = Strangeness.fit(_reading(noise[:, :POINTS]))
    later = noise[:, POINTS:].copy()
    later[0, 300:400] += 4.0
    reading = _reading(later)
    smooth = found.misses.steady.surprise(found.misses.follow(reading).rarity, 600)
    assert smooth[0, 340] > 2 * smooth[0, 290]


def test_what_was_learnt_survives_its_arrays(noise: np.ndarray) -> None:
    found = Strangeness.fit(_reading(noise[:, :POINTS]))
    again = Strangeness.from_arrays(found.to_arrays())
    reading = _reading(noise[:, POINTS:])
    for mine, other in zip(
        found.judge(reading, found.misses.follow(reading)),
        again.judge(reading, again.misses.follow(reading)),
        strict=True,
    ):
        assert np.allclose(mine, other, atol=1e-3)
