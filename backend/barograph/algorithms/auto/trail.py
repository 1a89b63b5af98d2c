"""Trails: what strangeness is made of, point by point, so that the next points can go on from there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.foresight import REACH
from barograph.algorithms.auto.steady import STEADY_POINTS
from barograph.domain import FloatArray

__all__ = ["DEPARTURE_POINTS", "STANDSTILL_POINTS", "UNREST_POINTS", "Trail"]

UNREST_POINTS = 16
DEPARTURE_POINTS = 48
STANDSTILL_POINTS = 120
_LAST_POINTS = {
    "foretold": 0,
    "jump": 0,
    "unrest": UNREST_POINTS - 1,
    "departure": DEPARTURE_POINTS - 1,
    "rarity": STEADY_POINTS - 1,
    "standstill": 1,
    "filled": REACH - 1,
}
"""How many points of each the next point needs."""


@dataclass(frozen=True, slots=True, eq=False)
class Trail:
    """Columns of the last points, one row a series; what means are taken of reaches further back.

    - foretold: what was expected, by all horizons together;
    - jump: the mean error over the three horizons;
    - unrest: the capped error of one step;
    - departure: the capped error of 24 steps;
    - rarity: how rare these errors are, to the third power;
    - standstill: how many points in a row had the same value;
    - filled: what season and trend leave over, with short gaps filled: what foresight reads.
    """

    foretold: FloatArray
    jump: FloatArray
    unrest: FloatArray
    departure: FloatArray
    rarity: FloatArray
    standstill: FloatArray
    filled: FloatArray

    def followed_by(self, later: "Trail") -> "Trail":
        """Return the trail with its next points; the other one tells those alone, and what foresight reads.

        A standstill goes on where it filled all of the next points so far.
        """
        points = later.jump.shape[1]
        fresh = later.standstill
        is_whole = fresh == np.arange(1, points + 1)
        still = np.minimum(fresh + np.where(is_whole, self.standstill[:, -1:], 0.0), STANDSTILL_POINTS)
        return Trail(
            later.foretold,
            later.jump,
            np.hstack([self.unrest, later.unrest[:, -points:]]),
            np.hstack([self.departure, later.departure[:, -points:]]),
            np.hstack([self.rarity, later.rarity[:, -points:]]),
            still,
            later.filled,
        )

    def rows(self, positions: NDArray[np.intp] | slice) -> "Trail":
        """Return the trail of these rows."""
        return Trail(*(getattr(self, field.name)[positions] for field in fields(self)))

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> "Trail":
        """Return the trail that ``join`` wrote."""
        return cls(**{name: arrays[f"trail.{name}"].astype(np.float64, copy=False) for name in _LAST_POINTS})

    @staticmethod
    def join(parts: Sequence["Trail"]) -> dict[str, NDArray[np.generic]] | None:
        """Return what the points to come need of groups of rows, None where a trail is too short for that.

        These are 1.7 KB a series.
        """
        joined: dict[str, NDArray[np.generic]] = {}
        for name, points in _LAST_POINTS.items():
            columns = [getattr(part, name) for part in parts]
            if not columns or columns[0].shape[1] < points:
                return None
            joined[f"trail.{name}"] = np.concatenate([one[:, one.shape[1] - points :] for one in columns])
        return joined
