import numpy as np
import pytest

from barograph.algorithms.auto.injection import INJECTIONS, inject


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_an_injection_changes_its_own_points_and_no_other(number: int) -> None:
    values = np.random.default_rng(0).normal(50, 5, (2, 400))
    changed = inject(values, number, 200, 100)
    assert (changed != values)[:, 200:300].any(axis=1).all()
    assert np.array_equal(changed[:, :200], values[:, :200])
    assert np.array_equal(changed[:, 300:], values[:, 300:])


def test_nothing_is_put_into_a_gap() -> None:
    values = np.random.default_rng(1).normal(size=(2, 400))
    values[0, 250], values[1, 250] = np.nan, np.inf
    assert np.array_equal(inject(values, 2, 200, 100), values, equal_nan=True)
