import numpy as np
import pytest

from barograph.bench._bases import BASES
from barograph.bench._kinds import CALM, KINDS, Kind, make_sample, make_suite


def test_a_seed_makes_a_sample_repeatable() -> None:
    for kind in (None, *KINDS):
        one, two = (make_sample(BASES[2], kind, seed=5) for _ in range(2))
        assert np.array_equal(one.values, two.values)
        assert (one.onset, one.end) == (two.onset, two.end)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_anomaly_changes_the_series_from_its_onset_on(kind: Kind) -> None:
    sample = make_sample(BASES[2], kind, seed=1)
    assert 0 < sample.onset < sample.end <= len(sample.values)
    assert np.isfinite(sample.values).all()


def test_the_suite_has_every_kind_on_every_base_that_can_have_it() -> None:
    suite = make_suite(range(1))
    seasonal = sum(base.has_season for base in BASES)
    assert len(suite) == len(BASES) * (len(KINDS) - 1) + 2 * seasonal
    assert sum(sample.kind == CALM for sample in suite) == len(BASES)
