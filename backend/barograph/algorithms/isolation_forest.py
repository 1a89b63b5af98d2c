"""How easily a moment is told from all others, by several features of one or many metrics at once."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.arrays.floors import fit_floor, row_medians, spread_of
from barograph.algorithms.arrays.rolling import finite_only
from barograph.algorithms.base import CostClass, Model, Progress, ignore_progress, trim
from barograph.algorithms.features.declared import FeatureSet
from barograph.algorithms.features.entities import Entities
from barograph.algorithms.learners.forest import Forest
from barograph.algorithms.parameters import check_cost, check_range
from barograph.algorithms.rarity.calibration import score_of
from barograph.algorithms.rarity.tails import Tail
from barograph.domain import FloatArray, Frame, Labels, Scores

__all__ = ["IsolationForest"]

_SAMPLES = 100_000
_CALIBRATION_SAMPLES = 200_000
_FAR = 20.0
_FLOOR = 0.002
_OWN_TAIL_POINTS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class IsolationForest:
    """How few questions tell a moment from all others (Liu, Ting and Zhou, Isolation Forest, 2008).

    One forest serves all series of a detector: each is scaled by its own history, then described by
    features, so that ten thousand series are scored in one pass. With ``by``, the metrics of one thing
    (say, of one instance) are looked at together, so that a rare combination of common values shows.

    Parameters:
        features: What describes a moment; `mean:12` is the mean of 12 points, `hour` the time of day.
        by: Labels that name a thing whose metrics are looked at together; empty for each series alone.
        trees: How many trees grow.
        sample: How many moments each tree sees.
        seed: Start of the random numbers.
        timezone: Time zone of the features of the calendar.
        max_values: Most values (series x points) a fit accepts; its time grows with them.
    """

    name: ClassVar[str] = "isolation_forest"
    version: ClassVar[int] = 1
    cost: ClassVar[CostClass] = CostClass.EXPENSIVE

    features: tuple[str, ...] = ("value", "mean:12", "std:12", "diff:1", "diff:12")
    by: tuple[str, ...] = ()
    trees: int = 100
    sample: int = 256
    seed: int = 0
    timezone: str = "UTC"
    max_values: int = 50_000_000

    def __post_init__(self) -> None:
        check_range("trees", self.trees, 10, 1_000)
        check_range("sample", self.sample, 16, 4_096)
        FeatureSet.parse(self.features, self.timezone)

    @property
    def compares(self) -> bool:
        """The metrics of one thing are looked at together."""
        return bool(self.by)

    @property
    def window_points(self) -> int:
        """As many as the features look at."""
        return self._features.window_points

    @property
    def history_points(self) -> int:
        """Enough for a tail of one in a thousand."""
        return 2_000

    @property
    def _features(self) -> FeatureSet:
        return FeatureSet.parse(self.features, self.timezone)

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        """Scale each series, grow the forest on a sample of all, and calibrate on moments spread evenly."""
        check_cost(self.name, history, self.max_values)
        values = finite_only(history.values)
        level = np.append(row_medians(values), np.nan)
        scale = np.append(np.fmax(spread_of(values), fit_floor(values)[:-1]), np.nan)
        typical = row_medians(np.array([level[:-1], scale[:-1]]))
        level[-1], scale[-1] = typical
        entities = Entities.of(history.labels, self.by)
        joined = entities.join(self._describe(history, level[:-1], scale[:-1], None))
        progress(0.3)
        samples = joined.reshape(-1, joined.shape[2])
        samples = samples[:: max(1, len(samples) // _SAMPLES)]
        forest = Forest.grow(samples, self.trees, self.sample, self.seed) if len(samples) > 1 else None
        progress(0.6)
        arrays = {"level": level, "scale": scale} | (forest.to_arrays() if forest else {})
        tail = self._calibrate(joined, entities, forest, np.isfinite(history.values))
        progress(1.0)
        meta: dict[str, object] = {"metrics": [dict(metric) for metric in entities.metrics]}
        return Model(self.name, self.version, history.labels, arrays | tail.to_arrays("up"), meta)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        """Score by the rarity of how easily each moment is isolated; there is no band."""
        part, wanted = trim(window, last, self.window_points)
        rows = model.rows_of(part.labels)
        level, scale = (model.arrays[name].astype(np.float64)[rows] for name in ("level", "scale"))
        newest = part.values[:, part.point_count - wanted :]
        expected = np.repeat(level[:, np.newaxis], wanted, axis=1)
        nothing = np.full(newest.shape, np.nan)
        if "forest.path" not in model.arrays:
            return Scores(nothing, expected, nothing, nothing)
        entities = self._entities(model, part)
        isolated = self._isolate(model, part, level, scale, entities, wanted)
        found = np.where(np.isinf(newest), np.inf, entities.spread(isolated, part.series_count))
        found[np.isnan(newest)] = np.nan
        tail = Tail.from_arrays(model.arrays, "up").rows(rows)
        return Scores(score_of(tail.surprise(found)), expected, nothing, nothing)

    def explain(self, model: Model, window: Frame, series: int, point: int) -> dict[str, object]:
        """Say which features made a moment easy to isolate: how much it falls when each is set to usual."""
        part = window.columns(0, point + 1).tail(self.window_points)
        rows = model.rows_of(part.labels)
        level, scale = (model.arrays[name].astype(np.float64)[rows] for name in ("level", "scale"))
        entities = self._entities(model, part)
        entity = int(np.argmax((entities.places == series).any(axis=1)))
        described = entities.join(self._describe(part, level, scale, 1))[entity]
        forest = Forest.from_arrays(model.arrays)
        changed = np.repeat(described, described.shape[1] + 1, axis=0)
        changed[np.arange(described.shape[1]), np.arange(described.shape[1])] = 0.0
        isolated = forest.isolate(changed)
        names = [
            f"{metric} {name}".strip("{} ") for metric in entities.metrics for name in self._features.names
        ]
        falls = {
            name: round(float(isolated[-1] - value), 4) for name, value in zip(names, isolated, strict=False)
        }
        return {"features": dict(sorted(falls.items(), key=lambda item: -item[1]))}

    def _entities(self, model: Model, frame: Frame) -> Entities:
        metrics = model.meta["metrics"]
        known = tuple(Labels(metric) for metric in metrics) if isinstance(metrics, list) else ()
        return Entities.of(frame.labels, self.by, known)

    def _describe(self, frame: Frame, level: FloatArray, scale: FloatArray, last: int | None) -> FloatArray:
        with np.errstate(invalid="ignore", over="ignore"):
            scaled = (finite_only(frame.values) - level[:, np.newaxis]) / scale[:, np.newaxis]
        return self._features.compute(frame.with_values(np.clip(scaled, -_FAR, _FAR)), last)

    def _isolate(
        self, model: Model, frame: Frame, level: FloatArray, scale: FloatArray, entities: Entities, last: int
    ) -> FloatArray:
        joined = entities.join(self._describe(frame, level, scale, last))
        forest = Forest.from_arrays(model.arrays)
        return forest.isolate(joined.reshape(-1, joined.shape[2])).reshape(joined.shape[:2])

    def _calibrate(
        self, joined: FloatArray, entities: Entities, forest: Forest | None, is_known: NDArray[np.bool_]
    ) -> Tail:
        """Learn the tails from moments spread evenly over history, as many as the budget allows."""
        if forest is None:
            return Tail.normal(len(is_known) + 1)
        every = max(1, joined.shape[0] * joined.shape[1] // _CALIBRATION_SAMPLES)
        thin = joined[:, ::every]
        isolated = forest.isolate(thin.reshape(-1, joined.shape[2])).reshape(thin.shape[:2])
        found = entities.spread(isolated, len(is_known))
        found[~is_known[:, ::every]] = np.nan
        tail, pooled = Tail.fit(found, _FLOOR), Tail.fit(found.reshape(1, -1), _FLOOR)
        is_enough = np.isfinite(found).sum(axis=1) >= _OWN_TAIL_POINTS
        rows = np.where(np.append(is_enough, False), np.arange(len(is_enough) + 1), -1)
        return tail.with_last(pooled).rows(rows)
