"""Made-up series as they come from production: the calm background into which anomalies are put."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from barograph.domain import FloatArray

__all__ = ["BASES", "Base"]

MINUTE_MS = 60_000
_Make = Callable[[np.random.Generator, FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Base:
    """A kind of background: how it is made from a season in -1..1, and how far apart its points are."""

    name: str
    step_minutes: int
    season_days: int
    make: _Make

    @property
    def has_season(self) -> bool:
        """Whether a season can be missed here."""
        return self.season_days > 0

    @property
    def day_points(self) -> int:
        """The number of points a day."""
        return 1440 // self.step_minutes

    def season(self, points: int) -> FloatArray:
        """Return the season in -1..1: high by day, low by night, weekends low in a weekly season."""
        phase = np.arange(points) / self.day_points
        daily = np.sin(2 * np.pi * (phase - 0.3)) + 0.35 * np.sin(4 * np.pi * phase)
        if self.season_days == 7:
            weekend = (phase % 7) >= 5
            daily = np.where(weekend, 0.35 * daily - 0.5, daily)
        season: FloatArray = daily / 1.35
        return season

    def timestamps(self, points: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Return the moments of the series; they begin on a Monday at midnight."""
        monday = 1_704_067_200_000
        return monday + np.arange(points, dtype=np.int64) * self.step_minutes * MINUTE_MS


def _autoregressive(rng: np.random.Generator, points: int, memory: float) -> FloatArray:
    shocks = rng.normal(0, np.sqrt(1 - memory**2), points)
    values = np.empty(points)
    last = rng.normal()
    for position, shock in enumerate(shocks):
        last = memory * last + shock
        values[position] = last
    return values


def _noise(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    return 50 + 5 * rng.normal(size=len(season))


def _wandering(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    return 100 + 12 * _autoregressive(rng, len(season), 0.97) + rng.normal(size=len(season))


def _seasonal(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    return 200 + 60 * season + 8 * _autoregressive(rng, len(season), 0.6)


def _counts(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    mood = np.exp(0.8 * season + 0.35 * _autoregressive(rng, len(season), 0.9))
    bursts = np.zeros(len(season))
    for start in np.flatnonzero(rng.random(len(season)) < 0.006):
        decay = rng.pareto(2.2) * 1.5 * np.exp(-np.arange(60) / rng.uniform(2, 15))
        bursts[start : start + 60] += decay[: len(season) - start]
    return rng.poisson(20 * mood * (1 + bursts)).astype(np.float64)


def _traffic(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    jams = np.maximum(0, _autoregressive(rng, len(season), 0.85) - 1.1 + 0.8 * np.maximum(season, 0))
    speed: FloatArray = 70 - 3 * season - 18 * jams + 3 * rng.normal(size=len(season))
    return np.maximum(5, speed)


def _temperature(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    walk = np.cumsum(rng.normal(0, 0.25, len(season)))
    return 90 + walk + 3 * season + 0.8 * rng.normal(size=len(season))


def _sparse(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    return rng.poisson(0.08, len(season)) * rng.exponential(3, len(season))


def _jobs(rng: np.random.Generator, season: FloatArray) -> FloatArray:
    values = 4 + 0.4 * rng.normal(size=len(season))
    position = 0
    while position < len(season):
        length = int(rng.integers(3, 6))
        values[position : position + length] += rng.uniform(35, 45)
        position += int(rng.integers(46, 52))
    return values


BASES = (
    Base("noise", 5, 0, _noise),
    Base("wandering", 5, 0, _wandering),
    Base("daily", 5, 1, _seasonal),
    Base("weekly", 30, 7, _seasonal),
    Base("counts", 5, 1, _counts),
    Base("traffic", 10, 1, _traffic),
    Base("temperature", 5, 1, _temperature),
    Base("sparse", 5, 0, _sparse),
    Base("jobs", 5, 0, _jobs),
)
