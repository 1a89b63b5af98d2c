"""Whether the shape of the last points is one that the series has shown before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import fit_floor, row_medians, spread_of
from barograph.algorithms.arrays.rolling import fill_forward, finite_only
from barograph.algorithms.arrays.sampling import sample_rows
from barograph.algorithms.arrays.scaling import scale_by_window
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.learners.components import Components, Likeness, covariances_of
from barograph.algorithms.parameters import check_range
from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD, score_of
from barograph.algorithms.rarity.tails import CERTAIN, Tail
from barograph.domain import FloatArray, Frame, Scores

__all__ = ["Subsequence"]

_GAP_POINTS = 5
_SAMPLE_ROWS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Subsequence:
    """How unlikely the last points are as a whole, under the shapes that the series has shown.

    Principal components of all windows of history (Sub-PCA, which leads TSB-AD: Liu and Paparrizos, The
    Elephant in the Room, 2024), with the likelihood of Tipping and Bishop (1999), so that a wrong rhythm,
    a flat line and a burst show although every single value is common. The band is what the last point
    may be, given those before it.

    Parameters:
        points: How many points make a shape.
        components: How many directions describe the shapes; more follow finer detail.
    """

    name: ClassVar[str] = "subsequence"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.MODERATE

    points: int = 32
    components: int = 8

    def __post_init__(self) -> None:
        check_range("points", self.points, 8, 256)
        check_range("components", self.components, 1, self.points - 1)

    @property
    def window_points(self) -> int:
        """Two shapes, as a new series is scaled by what came before, and what fills a gap."""
        return 2 * self.points + _GAP_POINTS

    @property
    def history_points(self) -> int:
        """Enough windows for their covariance and a tail of one in a thousand."""
        return max(2_000, 40 * self.points)

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Learn level, scale and components of each series, and calibrate on its own windows."""
        values = fill_forward(finite_only(history.values), _GAP_POINTS)
        level = row_medians(values)
        scale = np.fmax(spread_of(values), fit_floor(values)[:-1])
        wide = (
            np.broadcast_to(level[:, np.newaxis], values.shape),
            np.broadcast_to(scale[:, np.newaxis], values.shape),
        )
        covariances = covariances_of(values, *wide, self.points)
        progress(0.4)
        sample = sample_rows(history.labels, _SAMPLE_ROWS)
        near = scale_by_window(values[sample], 2 * self.points - 1, history.point_count)
        of_new = covariances_of(values[sample], *near, self.points)
        pooled = of_new.mean(axis=0, keepdims=True) if len(sample) else np.eye(self.points)[np.newaxis]
        components = Components.fit(np.concatenate([covariances, pooled]), self.components)
        distance = components.rows(np.arange(len(values))).compare(values, *wide).distance
        progress(0.8)
        distance_of_new = components.rows(np.full(len(sample), -1)).compare(values[sample], *near).distance
        is_known = np.isfinite(history.values)
        is_known[:, : self.points - 1] = False
        tail = Tail.fit(np.where(is_known, distance, np.nan))
        pool = np.where(is_known[sample] & np.isfinite(near[1]), distance_of_new, np.nan).reshape(1, -1)
        arrays = components.to_arrays() | tail.with_last(Tail.fit(pool)).to_arrays("up")
        arrays |= {"level": np.append(level, np.nan), "scale": np.append(scale, np.nan)}
        progress(1.0)
        return Model(self.name, self.version, history.labels, arrays)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of the distance of the last points from what is usual."""
        part, wanted = trim(window, last, self.window_points)
        newest = part.values[:, part.point_count - wanted :]
        rows = model.rows_of(part.labels)
        values = fill_forward(finite_only(part.values), _GAP_POINTS)
        likeness, level, scale = self._compare(model.arrays, rows, values, wanted)
        distance = np.where(np.isinf(newest), np.inf, likeness.distance)
        is_short = np.arange(part.point_count - wanted, part.point_count) < self.points - 1
        distance[np.isnan(newest) | np.isnan(scale) | is_short] = np.nan
        tail = Tail.from_arrays(model.arrays, "up").rows(rows)
        room = likeness.room_within(tail.level(DEFAULT_THRESHOLD * CERTAIN)[:, np.newaxis]) * scale
        expected = likeness.expected * scale + level
        return Scores(score_of(tail.surprise(distance)), expected, expected - room, expected + room)

    def _compare(
        self,
        arrays: Mapping[str, NDArray[np.generic]],
        rows: NDArray[np.intp],
        values: FloatArray,
        wanted: int,
    ) -> tuple[Likeness, FloatArray, FloatArray]:
        """Hold the windows against the components of their series; a new series is scaled by its window."""
        level, scale = (
            np.repeat(arrays[name].astype(np.float64)[rows, np.newaxis], wanted, axis=1)
            for name in ("level", "scale")
        )
        is_new = np.isnan(arrays["level"].astype(np.float64)[rows])
        level[is_new], scale[is_new] = scale_by_window(values[is_new], 2 * self.points - 1, wanted)
        components = Components.from_arrays(arrays).rows(rows)
        return components.compare(values, level, scale), level, scale
