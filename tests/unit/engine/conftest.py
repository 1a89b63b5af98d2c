"""What tests of the engine share: a store in memory-fast SQLite and windows that come from arrays."""

import numpy as np

from barograph.config.detector import DetectorSpec, QuerySpec
from barograph.domain import Frame, Labels
from barograph.errors import SourceUnavailable

STEP_MS = 60_000


class ArrayWindows:
    """Windows over series that are known for all times; ``is_down`` makes the source fail."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.is_down = False

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        if self.is_down:
            raise SourceUnavailable("the source is away")
        return self.frame.between(end_ms - (points - 1) * query.step.milliseconds, end_ms)

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        if self.is_down:
            raise SourceUnavailable("the source is away")
        return self.frame.between(start_ms, end_ms)


def noisy_frame(points: int, spikes: dict[int, float], series: int = 2) -> Frame:
    """Return calm noise with spikes in the first series."""
    values = np.random.default_rng(7).normal(10, 1, (series, points))
    for position, height in spikes.items():
        values[0, position] += height
    labels = tuple(Labels(pod=str(number)) for number in range(series))
    return Frame(labels, (np.arange(points) + 1_000_000) * STEP_MS, values)


def make_spec(**more: object) -> DetectorSpec:
    return DetectorSpec.model_validate(
        {
            "name": "latency",
            "query": {"expression": "latency_seconds", "step": "1m"},
            "algorithm": {"name": "zscore", "parameters": {"window": 60}},
            "policy": {"recover_points": 2},
            **more,
        }
    )
