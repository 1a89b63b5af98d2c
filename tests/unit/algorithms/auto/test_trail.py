from dataclasses import fields

import numpy as np
import pytest

from barograph.algorithms.auto.misses import Misses, Reading
from barograph.algorithms.auto.trail import Trail

POINTS = 900


@pytest.fixture(scope="module")
def reading() -> Reading:
    residual = np.random.default_rng(3).standard_normal((3, POINTS))
    residual[1, 700:705] = np.nan
    residual[2, 600:] = 0.25
    is_still = np.zeros(residual.shape, dtype=np.bool_)
    is_still[:, 1:] = residual[:, 1:] == residual[:, :-1]
    return Reading(residual, is_still)


@pytest.mark.parametrize("step", [1, 3, 40])
@pytest.mark.parametrize("start", [650, 703, 770])
def test_a_trail_that_goes_on_is_the_trail_of_the_whole(reading: Reading, step: int, start: int) -> None:
    found = Misses.fit(_part(reading, 500))[0]
    arrays = Trail.join([found.follow(_part(reading, start), 5)])
    assert arrays is not None
    for stop in range(start + step, start + 3 * step + 1, step):
        trail = found.follow(_part(reading, stop, 13 + step), step, Trail.from_arrays(arrays))
        whole = found.follow(_part(reading, stop), step)
        for mine, other in zip(found.means(trail, step), found.means(whole, step), strict=True):
            assert np.array_equal(mine, other)
        steady = (found.steady.surprise(one.rarity, step) for one in (trail, whole))
        assert np.array_equal(*steady)
        assert np.array_equal(trail.foretold, whole.foretold)
        arrays = Trail.join([trail])
        assert arrays is not None


def test_too_short_a_trail_leaves_nothing(reading: Reading) -> None:
    found = Misses.fit(_part(reading, 500))[0]
    assert Trail.join([found.follow(_part(reading, 60))]) is None
    assert Trail.join([]) is None


def test_groups_of_rows_are_put_together(reading: Reading) -> None:
    found = Misses.fit(_part(reading, 500))[0]
    whole = found.follow(reading, 5)
    joined = Trail.join([whole.rows(slice(0, 2)), whole.rows(slice(2, 3))])
    alone = Trail.join([whole])
    assert joined is not None
    assert alone is not None
    assert joined.keys() == alone.keys() == {f"trail.{field.name}" for field in fields(Trail)}
    assert all(np.array_equal(joined[name], alone[name], equal_nan=True) for name in joined)


def _part(reading: Reading, stop: int, points: int = POINTS) -> Reading:
    columns = slice(max(0, stop - points), stop)
    return Reading(reading.residual[:, columns], reading.is_still[:, columns])
