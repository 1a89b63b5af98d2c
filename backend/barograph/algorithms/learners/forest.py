"""An isolation forest as plain arrays: grown by scikit-learn, walked in NumPy, saved without pickle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray

__all__ = ["Forest"]

_EULER = 0.5772156649
_LEAST_REACH = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Forest:
    """Trees in heap order: the children of node n are 2n + 1 and 2n + 2.

    A leaf above the last floor is carried down by a threshold that sends everything to the left.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    path: NDArray[np.float32]
    middle: NDArray[np.float32]
    reach: NDArray[np.float32]

    @classmethod
    def grow(cls, samples: FloatArray, trees: int, sample_size: int, seed: int) -> "Forest":
        """Grow trees on random parts of the samples (Liu, Ting and Zhou, Isolation Forest, 2008)."""
        # Only processes that fit pay the seconds of this import: others walk forests without it.
        from sklearn.ensemble import IsolationForest as GrownForest  # noqa: PLC0415

        size = min(sample_size, len(samples))
        grown = GrownForest(n_estimators=trees, max_samples=size, random_state=seed).fit(
            samples.astype(np.float32)
        )
        depth = max(int(tree.tree_.max_depth) for tree in grown.estimators_)
        shapes = [_to_heap(tree.tree_, depth) for tree in grown.estimators_]
        features, thresholds, paths = (np.array(part) for part in zip(*shapes, strict=True))
        usual = _mean_path(np.array([size]))[0]
        low, high = samples.min(axis=0), samples.max(axis=0)
        return cls(
            features.astype(np.int16),
            thresholds.astype(np.float32),
            (paths / usual).astype(np.float32),
            ((low + high) / 2).astype(np.float32),
            np.maximum((high - low) / 2, _LEAST_REACH).astype(np.float32),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Forest":
        """Return the forest that ``to_arrays`` wrote."""
        return cls(
            arrays["forest.feature"].astype(np.int16, copy=False),
            arrays["forest.threshold"].astype(np.float32, copy=False),
            arrays["forest.path"].astype(np.float32, copy=False),
            arrays["forest.middle"].astype(np.float32, copy=False),
            arrays["forest.reach"].astype(np.float32, copy=False),
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays to keep in a model."""
        return {
            "forest.feature": self.feature,
            "forest.threshold": self.threshold,
            "forest.path": self.path,
            "forest.middle": self.middle,
            "forest.reach": self.reach,
        }

    def isolate(self, samples: FloatArray) -> FloatArray:
        """Return the square of how many times fewer questions than usual tell each sample from all others.

        A tree can't tell a sample far outside everything it has seen from one at the edge, so what lies
        outside counts more by as many times as it is farther from the middle than the edge.
        """
        single = np.ascontiguousarray(samples, dtype=np.float32).reshape(-1)
        start = np.arange(len(samples)) * samples.shape[1]
        total = np.zeros(len(samples))
        floors = int(np.log2(self.path.shape[1]))
        for feature, threshold, path in zip(self.feature, self.threshold, self.path, strict=True):
            node = np.zeros(len(samples), dtype=np.intp)
            for _ in range(floors):
                is_right = single[start + feature[node]] > threshold[node]
                node = 2 * node + 1 + is_right
            total += path[node - (len(path) - 1)]
        isolated: FloatArray = (len(self.path) / np.maximum(total, 1e-3)) ** 2
        beyond = np.abs(samples - self.middle) / self.reach
        isolated *= np.maximum(beyond, 1.0).max(axis=1, initial=1.0)
        return isolated


def _to_heap(tree: Any, depth: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Write a tree of scikit-learn down in heap order, and the length of the path for each lowest place."""
    inner = (1 << depth) - 1
    feature, threshold, path = np.zeros(inner), np.full(inner, np.inf), np.zeros(inner + 1)
    sizes = _mean_path(tree.n_node_samples)
    open_nodes = [(0, 0, 0)]
    while open_nodes:
        node, place, floor = open_nodes.pop()
        if tree.children_left[node] < 0:
            lowest = ((place + 1) << (depth - floor)) - 1
            path[lowest - inner] = floor + sizes[node]
            continue
        feature[place], threshold[place] = tree.feature[node], tree.threshold[node]
        open_nodes.append((int(tree.children_left[node]), 2 * place + 1, floor + 1))
        open_nodes.append((int(tree.children_right[node]), 2 * place + 2, floor + 1))
    return feature, threshold, path


def _mean_path(sizes: NDArray[np.integer]) -> FloatArray:
    """Return how many questions a search tree of these sizes takes on average."""
    counts = np.maximum(sizes.astype(np.float64), 2.0)
    long = 2 * (np.log(counts - 1) + _EULER) - 2 * (counts - 1) / counts
    return np.where(sizes > 2, long, np.where(sizes == 2, 1.0, 0.0))
