"""A small recurrent network in NumPy: long short-term memory, trained by truncated backpropagation and Adam.

Hochreiter and Schmidhuber, Long Short-Term Memory, 1997, with a forget gate (Gers, Schmidhuber and Cummins,
2000); Kingma and Ba, Adam, 2015.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["Adam", "Beside", "Network"]

_LIMIT = 1.0
_CHUNK_ROWS = 20_000
_Parameters = dict[str, FloatArray]
Beside = Callable[[slice], FloatArray]
"""Returns what a network reads beside the values of some windows."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Reads a sequence and tells by how much its next value will differ from its last.

    ``gates`` holds the weights of the four gates for the value, for what else is read at each step, for the
    state and for a constant; ``output`` those of the answer for the state and a constant. What else is read
    has the shape windows x steps x columns.
    """

    gates: FloatArray
    output: FloatArray

    @classmethod
    def random(cls, hidden: int, seed: int, columns: int = 0) -> "Network":
        """Return an untrained network that forgets little and reads some columns beside the values."""
        rng = np.random.default_rng(seed)
        gates = rng.normal(0.0, 1.0 / np.sqrt(hidden + 1), (hidden + columns + 2, 4 * hidden))
        gates[-1] = 0.0
        gates[-1, hidden : 2 * hidden] = 1.0
        return cls(gates, np.append(rng.normal(0.0, 0.1, hidden), 0.0))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Network":
        """Return the network that ``to_arrays`` wrote."""
        return cls(arrays["lstm.gates"].astype(np.float64), arrays["lstm.output"].astype(np.float64))

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model."""
        return {"lstm.gates": self.gates.astype(np.float32), "lstm.output": self.output.astype(np.float32)}

    def predict(self, windows: FloatArray, beside: Beside | None = None) -> FloatArray:
        """Return what follows each window; ``beside`` gives what else is read, for a part of the windows."""
        predicted = np.empty(len(windows))
        for start in range(0, len(windows), _CHUNK_ROWS):
            part = slice(start, start + _CHUNK_ROWS)
            predicted[part] = self._run(windows[part], beside(part) if beside else None)[0][:, -1]
        return predicted

    def gradient(
        self, windows: FloatArray, targets: FloatArray, beside: FloatArray | None = None
    ) -> tuple[float, _Parameters]:
        """Return the loss (Huber's) at every step of the windows, and its gradient."""
        predicted, steps = self._run(windows, beside)
        error = predicted - targets
        slope = np.clip(error, -_LIMIT, _LIMIT) / error.size
        loss = np.where(np.abs(error) < _LIMIT, 0.5 * error**2, _LIMIT * (np.abs(error) - 0.5 * _LIMIT))
        return float(loss.mean()), self._walk_back(steps, slope)

    def _run(self, windows: FloatArray, beside: FloatArray | None) -> tuple[FloatArray, list["_Step"]]:
        hidden = len(self.output) - 1
        state = cell = np.zeros((len(windows), hidden))
        predicted, steps = np.empty(windows.shape), []
        for moment in range(windows.shape[1]):
            more = () if beside is None else (beside[:, moment],)
            inputs = np.concatenate(
                [windows[:, moment : moment + 1], *more, state, np.ones((len(windows), 1))], axis=1
            )
            raw = inputs @ self.gates
            gates = 0.5 * (1.0 + np.tanh(0.5 * raw[:, : 3 * hidden]))
            new = np.tanh(raw[:, 3 * hidden :])
            before, cell = cell, gates[:, hidden : 2 * hidden] * cell + gates[:, :hidden] * new
            shown = np.tanh(cell)
            state = gates[:, 2 * hidden :] * shown
            predicted[:, moment] = windows[:, moment] + state @ self.output[:-1] + self.output[-1]
            steps.append(_Step(inputs, gates, new, before, shown, state))
        return predicted, steps

    def _walk_back(self, steps: list["_Step"], slope: FloatArray) -> _Parameters:
        hidden = len(self.output) - 1
        of_gates, of_output = np.zeros_like(self.gates), np.zeros_like(self.output)
        to_state = to_cell = np.zeros((len(slope), hidden))
        for moment in range(len(steps) - 1, -1, -1):
            step, pull = steps[moment], slope[:, moment : moment + 1]
            entry, forget, exit_ = np.split(step.gates, 3, axis=1)
            of_output += np.append((step.state * pull).sum(axis=0), pull.sum())
            to_state = to_state + pull * self.output[:-1]
            to_cell = to_cell + to_state * exit_ * (1 - step.shown**2)
            raw = np.concatenate(
                [
                    to_cell * step.new * entry * (1 - entry),
                    to_cell * step.before * forget * (1 - forget),
                    to_state * step.shown * exit_ * (1 - exit_),
                    to_cell * entry * (1 - step.new**2),
                ],
                axis=1,
            )
            of_gates += step.inputs.T @ raw
            to_state = raw @ self.gates[-1 - hidden : -1].T
            to_cell = to_cell * forget
        return {"gates": of_gates, "output": of_output}


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """What one step of a run leaves behind for the way back."""

    inputs: FloatArray
    gates: FloatArray
    new: FloatArray
    before: FloatArray
    shown: FloatArray
    state: FloatArray


class Adam:
    """Steps along gradients, each weight at its own pace."""

    def __init__(self, rate: float = 0.01) -> None:
        self._rate = rate
        self._mean: _Parameters = {}
        self._square: _Parameters = {}
        self._count = 0

    def step(self, network: Network, gradient: _Parameters) -> Network:
        """Return the network after one step."""
        self._count += 1
        changed = {}
        for name, slope in gradient.items():
            self._mean[name] = 0.9 * self._mean.get(name, 0.0) + 0.1 * slope
            self._square[name] = 0.999 * self._square.get(name, 0.0) + 0.001 * slope**2
            mean = self._mean[name] / (1 - 0.9**self._count)
            square = self._square[name] / (1 - 0.999**self._count)
            changed[name] = getattr(network, name) - self._rate * mean / (np.sqrt(square) + 1e-8)
        return Network(**changed)
