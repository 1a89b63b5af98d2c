import numpy as np

from barograph.algorithms.auto import Auto
from barograph.algorithms.auto.promotion import Promotion, weigh
from barograph.domain import Frame, Labels

POINTS = 4_000


def _frame(values: np.ndarray) -> Frame:
    labels = tuple(Labels(series=str(row)) for row in range(len(values)))
    return Frame(labels, np.arange(values.shape[1], dtype=np.int64) * 60_000, values)


def _rhythm(seed: int, points: int = POINTS) -> np.ndarray:
    """Return a rhythm of 19 points: no clock knows it, and 12 lags are too few for its eight waves."""
    rng, moments = np.random.default_rng(seed), np.arange(points)
    waves = [3 * np.cos(2 * np.pi * k * moments / 19 + rng.uniform(0, 2 * np.pi)) for k in range(1, 9)]
    values: np.ndarray = np.sum(waves, axis=0) + rng.normal(size=points)
    return values


def test_a_series_whose_shape_tells_more_is_promoted_and_plain_noise_is_not() -> None:
    noise = np.random.default_rng(0).normal(size=POINTS)
    frame = _frame(np.stack([_rhythm(3), noise]))
    promotion = weigh(frame, "UTC", 372)
    assert promotion.chosen.tolist() == [True, False]
    assert promotion.gained[0] > promotion.without[0] + 0.1


def test_a_promotion_is_told_and_kept_in_the_model_and_explained() -> None:
    frame = _frame(np.stack([_rhythm(3, POINTS + 600)]))
    auto = Auto()
    model = auto.fit(frame.columns(0, POINTS))
    assert "1 judged by subsequence as well" in str(model.meta["why"])
    assert model.arrays["shape.places"].tolist() == [0]
    later = frame.columns(POINTS)
    values = later.values.copy()
    values[0, 520:580] = values[0, 520:580][::-1]
    changed = later.with_values(values)
    told = auto.explain(model, changed, 0, 560)["scores"]
    assert isinstance(told, dict)
    assert "shape" in told
    plain = Auto(costlier_series=0)
    alone = plain.score(plain.fit(frame.columns(0, POINTS)), changed).signal[0, 520:600].max()
    assert auto.score(model, changed).signal[0, 520:600].max() >= max(0.625, float(alone))


def test_a_detector_of_many_series_or_of_a_short_history_asks_nobody() -> None:
    frame = _frame(np.stack([_rhythm(seed) for seed in range(3)]))
    assert Auto(costlier_series=2).fit(frame).arrays["shape.places"].tolist() == [-1, -1, -1]
    assert not weigh(frame.columns(0, 1_200), "UTC", 372).chosen.any()
    assert Promotion.nobody(3).describe() == ""
