import numpy as np
import pytest

from barograph.bench._vus import find_period, measure_vus_pr

MOMENTS = np.arange(600)
IS_ANOMALY = (
    ((MOMENTS >= 100) & (MOMENTS < 130))
    | ((MOMENTS >= 140) & (MOMENTS < 150))
    | ((MOMENTS >= 400) & (MOMENTS < 460))
)
SCORE = np.round((MOMENTS * 37 % 101) / 101 + 0.4 * IS_ANOMALY, 2)


@pytest.mark.parametrize(
    ("period", "published"),
    [(0, 0.6104039826664097), (7, 0.6260872457190894), (40, 0.6706277472624782), (125, 0.7408301586367584)],
)
def test_volumes_are_those_of_the_code_of_tsb_ad(period: int, published: float) -> None:
    assert measure_vus_pr(IS_ANOMALY, SCORE, period) == pytest.approx(published, abs=1e-12)


def test_a_perfect_score_has_nearly_the_whole_volume_and_a_turned_one_little() -> None:
    perfect = IS_ANOMALY.astype(float)
    assert measure_vus_pr(IS_ANOMALY, perfect, 20) > 0.95
    assert measure_vus_pr(IS_ANOMALY, -perfect, 20) < 0.3


def test_the_scale_of_scores_does_not_matter() -> None:
    assert measure_vus_pr(IS_ANOMALY, SCORE * 1e-6, 20) == pytest.approx(
        measure_vus_pr(IS_ANOMALY, SCORE, 20)
    )


def test_the_period_is_that_of_the_autocorrelation_or_a_default() -> None:
    assert find_period(np.sin(2 * np.pi * MOMENTS / 40) + 0.1 * (MOMENTS * 17 % 7)) == 42
    assert find_period(MOMENTS.astype(float)) == 125
