import numpy as np
import pytest

from barograph.algorithms.learners.autoregression import fit_autoregression


def draw(points: int) -> np.ndarray:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(2, points))
    for t in range(2, points):
        values[:, t] += 0.6 * values[:, t - 1] - 0.3 * values[:, t - 2]
    return values


def test_weights_of_a_process_are_found() -> None:
    model = fit_autoregression(draw(5_000), lags=3)
    assert model.weights == pytest.approx(np.array([[0.6, -0.3, 0.0]] * 2), abs=0.05)
    assert model.window_points == 4


def test_error_of_the_prediction_is_the_noise() -> None:
    values = draw(5_000)
    error = values - fit_autoregression(values, lags=4).predict(values)
    assert np.nanstd(error) == pytest.approx(1.0, rel=0.05)


def test_a_window_gives_the_same_bits_as_the_whole_range() -> None:
    values = draw(500)
    values[:, 420:425] = np.nan
    model = fit_autoregression(values, lags=6, horizon=4)
    window = values[:, 500 - model.window_points - 79 :]
    assert model.predict(window)[:, -80:].tolist() == model.predict(values)[:, -80:].tolist()


def test_a_longer_horizon_knows_less() -> None:
    values = draw(5_000)
    near, far = (fit_autoregression(values, lags=4, horizon=h).predict(values) for h in (1, 8))
    assert np.nanstd(values - near) < np.nanstd(values - far)


@pytest.mark.parametrize("points", [0, 1, 5])
def test_too_short_a_history_predicts_nothing(points: int) -> None:
    values = np.ones((2, points))
    assert np.isnan(fit_autoregression(values, lags=6).predict(values)).all()
