"""Measuring: a statistic of the values that lines tell, in each step of a grid."""

from collections import defaultdict

import numpy as np

from barograph.config.extraction import Statistic
from barograph.domain import Frame, Labels
from barograph.domain.frame import FloatArray
from barograph.sources.base import RangeRequest
from barograph.sources.limits import QueryLimits
from barograph.sources.logs.counting import Steps

__all__ = ["StepMeasure"]

_QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}


class StepMeasure(Steps):
    """Collects values by label set and step; a step without a value is a gap."""

    def __init__(self, request: RangeRequest, limits: QueryLimits) -> None:
        super().__init__(request)
        self._limits = limits
        self._values: dict[Labels, dict[int, list[float]]] = {}

    def add(self, labels: Labels, step: int, value: float) -> None:
        """Take a value into a step."""
        steps = self._values.get(labels)
        if steps is None:
            self._limits.check(len(self._values) + 1, self.points)
            steps = self._values[labels] = defaultdict(list)
        steps[step].append(value)

    def finish(self, statistic: Statistic) -> Frame:
        """Return the statistic of each step."""
        labels = tuple(sorted(self._values))
        values: FloatArray = np.full((len(labels), self.points), np.nan)
        for row, own in enumerate(labels):
            for step, found in self._values[own].items():
                values[row, step] = _reduce(statistic, found)
        return Frame(labels, self.moments, values)


def _reduce(statistic: Statistic, values: list[float]) -> float:
    if statistic == "mean":
        return float(np.mean(values))
    if statistic == "max":
        return max(values)
    return float(np.quantile(values, _QUANTILES[statistic]))
