import numpy as np
import pytest

from barograph.algorithms.learners.recurrence import Adam, Network


@pytest.fixture
def windows() -> np.ndarray:
    return np.random.default_rng(0).normal(size=(5, 7))


@pytest.mark.parametrize("name", ["gates", "output"])
def test_the_gradient_is_the_slope_of_the_loss(windows: np.ndarray, name: str) -> None:
    network, targets = Network.random(3, seed=1), windows[:, ::-1] * 0.3
    slope = network.gradient(windows, targets)[1][name]
    weights = {"gates": network.gates, "output": network.output}
    for place in list(np.ndindex(weights[name].shape))[::4]:
        losses = []
        for step in (1e-6, -1e-6):
            changed = weights[name].copy()
            changed[place] += step
            losses.append(Network(**{**weights, name: changed}).gradient(windows, targets)[0])
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(slope[place], abs=1e-7)


def test_training_learns_to_tell_a_sine() -> None:
    wave = np.sin(np.arange(400) * 2 * np.pi / 12)
    windows = np.lib.stride_tricks.sliding_window_view(wave, 17)
    network, adam = Network.random(6, seed=0), Adam()
    untrained = np.abs(network.predict(windows[:, :-1]) - windows[:, -1]).mean()
    for _ in range(150):
        network = adam.step(network, network.gradient(windows[:, :-1], windows[:, 1:])[1])
    assert np.abs(network.predict(windows[:, :-1]) - windows[:, -1]).mean() < 0.2 * untrained


def test_a_network_survives_its_arrays(windows: np.ndarray) -> None:
    network = Network.random(4, seed=0)
    read = Network.from_arrays(network.to_arrays())
    assert read.predict(windows) == pytest.approx(network.predict(windows), abs=1e-5)


def test_the_gradient_is_right_with_columns_beside_the_values_too(windows: np.ndarray) -> None:
    beside = np.random.default_rng(1).normal(size=(*windows.shape, 2))
    network, targets = Network.random(3, seed=1, columns=2), windows[:, ::-1] * 0.3
    slope = network.gradient(windows, targets, beside)[1]["gates"]
    for place in list(np.ndindex(network.gates.shape))[::3]:
        losses = []
        for step in (1e-6, -1e-6):
            changed = network.gates.copy()
            changed[place] += step
            losses.append(Network(changed, network.output).gradient(windows, targets, beside)[0])
        assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(slope[place], abs=1e-7)
