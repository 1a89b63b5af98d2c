"""The targets of a Prometheus: which of them were down, moment by moment."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Frame, Labels, TimeArray

__all__ = ["TARGET_LABELS", "Targets"]

TARGET_LABELS = ("job", "instance")
_ORIGINS = (TARGET_LABELS, ("job",), ("instance",))


class Targets:
    """Tells from the metric ``up`` whether everything that a series can come from was down.

    A target without a value of ``up`` at a moment was not there to be scraped, so it says nothing; with
    that the answer on a moment does not depend on how long a range of ``up`` is at hand.
    """

    def __init__(self, up: Frame | None = None) -> None:
        self._up = up if up is not None else Frame.empty()

    def find_down(self, labels: Sequence[Labels], times: TimeArray) -> NDArray[np.bool_]:
        """Return where all targets of each series were down, as series by time."""
        down = np.zeros((len(labels), len(times)), dtype=np.bool_)
        _, here, there = np.intersect1d(times, self._up.timestamps, assume_unique=True, return_indices=True)
        if not here.size:
            return down
        for row, series in enumerate(labels):
            targets = self._rows_of.get(series.only(*TARGET_LABELS))
            if targets is not None:
                alive = self._up.values[targets][:, there]
                down[row, here] = ~np.isnan(alive).all(axis=0) & ~(alive > 0).any(axis=0)
        return down

    @cached_property
    def _rows_of(self) -> dict[Labels, list[int]]:
        """The rows of ``up`` by what a series may still tell of its target."""
        rows: dict[Labels, list[int]] = {}
        for row, target in enumerate(self._up.labels):
            for origin in {target.only(*names) for names in _ORIGINS}:
                if origin:
                    rows.setdefault(origin, []).append(row)
        return rows
