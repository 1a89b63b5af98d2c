"""Entities: things that several series describe, such as the metrics of one instance."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from barograph.domain import FloatArray, Labels

__all__ = ["Entities"]


@dataclass(frozen=True, slots=True, eq=False)
class Entities:
    """Which row holds which metric of which entity, -1 where there is none; entities are in label order."""

    metrics: tuple[Labels, ...]
    places: NDArray[np.intp]

    @classmethod
    def of(
        cls, labels: tuple[Labels, ...], by: tuple[str, ...], metrics: tuple[Labels, ...] | None = None
    ) -> "Entities":
        """Group series by the values of some labels; without any, each series is an entity of one metric."""
        if not by:
            order = sorted(range(len(labels)), key=lambda row: labels[row])
            return cls((Labels(),), np.array(order, dtype=np.intp).reshape(-1, 1))
        own = [(label.only(*by), label.without(*by)) for label in labels]
        known = tuple(sorted({metric for _, metric in own})) if metrics is None else metrics
        column = {metric: place for place, metric in enumerate(known)}
        row_of = {thing: row for row, thing in enumerate(sorted({thing for thing, _ in own}))}
        places = np.full((len(row_of), len(known)), -1, dtype=np.intp)
        for position, (thing, metric) in enumerate(own):
            if metric in column:
                places[row_of[thing], column[metric]] = position
        return cls(known, places)

    def join(self, described: FloatArray) -> FloatArray:
        """Turn series x moments x features into entities x moments x (metrics x features), gaps as 0."""
        padded = np.concatenate([np.nan_to_num(described, nan=0.0), np.zeros((1, *described.shape[1:]))])
        parts = padded[self.places]
        width = len(self.metrics) * described.shape[2]
        joined: FloatArray = parts.transpose(0, 2, 1, 3).reshape(*parts.shape[:1], parts.shape[2], width)
        return joined

    def spread(self, found: FloatArray, series: int) -> FloatArray:
        """Give what was found for each entity to all its series; NaN to those that belong to none."""
        spread = np.full((series, found.shape[1]), np.nan)
        for column in self.places.T:
            is_there = column >= 0
            spread[column[is_there]] = found[is_there]
        return spread
