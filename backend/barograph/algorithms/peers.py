"""One member unlike its group: a pod, a host or a shard that does what the others do not."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import fit_floor, row_medians, spread_of
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import TwoTails
from barograph.domain import FloatArray, Frame, Labels, Scores

__all__ = ["Peers"]

_NORMAL = 1.4826


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Distance of a member from the median of its group at the same moment.

    Members that share a load move together, so what all do is normal, however unusual it is, and what one
    does alone is not. The median of the group is not moved by less than half of it (Rousseeuw and Leroy,
    Robust Regression and Outlier Detection, 1987). Each member may have a lasting offset of its own.

    Parameters:
        by: Labels whose values name the group; all series are one group if empty.
        members: Least number of members with a value; smaller groups are not scored.
    """

    name: ClassVar[str] = "peers"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.CHEAP

    by: tuple[str, ...] = ()
    members: int = 3

    def __post_init__(self) -> None:
        check_range("members", self.members, 3)

    @property
    def compares(self) -> bool:
        """That is all it does."""
        return True

    @property
    def window_points(self) -> int:
        """The point itself: peers are compared at one moment."""
        return 1

    @property
    def history_points(self) -> int:
        """Enough to know the offset of each member and a tail of one in a thousand."""
        return 1_000

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn the lasting offset of each member and how far it strays from its group."""
        values = finite_only(history.values)
        nothing = np.zeros((len(values), 1))
        offset = row_medians(values - self._compare(history.labels, values, nothing)[0])[:, np.newaxis]
        residual = values - offset - self._compare(history.labels, values, np.nan_to_num(offset))[0]
        floor = np.fmax(fit_floor(residual), 0.2 * fit_floor(values))
        scale = np.fmax(spread_of(residual), floor[:-1])
        tails = TwoTails.fit(residual / scale[:, np.newaxis])
        progress(1.0)
        arrays = {"offset": np.append(offset[:, 0], np.nan), "scale": np.append(scale, np.nan)}
        return Model(self.name, self.version, history.labels, tails.to_arrays() | arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance from the group; a new member is held against all the others."""
        part, _ = trim(window, last, 1)
        rows = model.rows_of(part.labels)
        offset, scale = (
            model.arrays[name].astype(np.float64)[rows, np.newaxis] for name in ("offset", "scale")
        )
        is_new = np.isnan(offset) | np.isnan(scale)
        own = np.where(is_new, 0.0, offset)
        middle, spread = self._compare(part.labels, finite_only(part.values), own)
        expected = middle + own
        scale = np.where(is_new, spread, scale)
        return TwoTails.from_arrays(model.arrays).rows(rows).judge(part.values, expected, scale)

    def _compare(
        self, labels: tuple[Labels, ...], values: FloatArray, offset: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the median of its group without offsets for each series, and how far members lie apart."""
        level = values - offset
        middle, spread = np.full(values.shape, np.nan), np.full(values.shape, np.nan)
        for rows in self._groups(labels):
            if len(rows) < self.members:
                continue
            group = level[rows].T
            median = row_medians(group)[:, np.newaxis]
            is_enough = np.isfinite(group).sum(axis=1) >= self.members
            middle[rows] = np.where(is_enough, median[:, 0], np.nan)
            apart = values[rows].T
            distance = _NORMAL * row_medians(np.abs(apart - row_medians(apart)[:, np.newaxis]))
            spread[rows] = np.maximum(distance, 0.01 * np.abs(median[:, 0]) + 1e-12)
        return middle, spread

    def _groups(self, labels: tuple[Labels, ...]) -> Iterator[NDArray[np.intp]]:
        rows: dict[Labels, list[int]] = {}
        for row, own in enumerate(labels):
            rows.setdefault(own.only(*self.by) if self.by else Labels(), []).append(row)
        return (np.array(members, dtype=np.intp) for members in rows.values())
