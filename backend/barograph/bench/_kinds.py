"""The kinds of anomaly that are put into made-up series, and where each begins and ends."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from barograph.bench._bases import BASES, Base
from barograph.domain import FloatArray

__all__ = ["CALM", "KINDS", "POINTS", "Kind", "Sample", "change", "make_sample", "make_suite"]

CALM = "calm"
POINTS = 4032


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One made-up series; ``onset`` and ``end`` bound its anomaly, both 0 in a calm one."""

    base: Base
    kind: str
    values: FloatArray
    onset: int
    end: int


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an anomaly goes and how large the usual range of the series is."""

    onset: int
    end: int
    usual_range: float
    rng: np.random.Generator

    @property
    def sign(self) -> float:
        return 1.0 if self.rng.random() < 0.5 else -1.0


_Shape = Callable[[FloatArray, _Place], None]


def _spike(values: FloatArray, place: _Place) -> None:
    values[place.onset : place.end] += place.rng.uniform(0.8, 1.6) * place.usual_range


def _dip(values: FloatArray, place: _Place) -> None:
    values[place.onset : place.end] -= place.rng.uniform(0.8, 1.6) * place.usual_range


def _level_shift(values: FloatArray, place: _Place) -> None:
    values[place.onset : place.end] += place.sign * place.rng.uniform(0.5, 1.0) * place.usual_range


def _variance(values: FloatArray, place: _Place) -> None:
    part = values[place.onset : place.end]
    smooth = np.convolve(np.pad(part, 12, mode="edge"), np.ones(25) / 25, mode="valid")
    values[place.onset : place.end] = smooth + place.rng.uniform(2.5, 4.0) * (part - smooth)


def _flat_line(values: FloatArray, place: _Place) -> None:
    values[place.onset : place.end] = values[place.onset]


def _drift(values: FloatArray, place: _Place) -> None:
    ramp = np.linspace(0, place.rng.uniform(0.8, 1.5) * place.usual_range, place.end - place.onset)
    values[place.onset : place.end] += place.sign * ramp


def _trend_broken(values: FloatArray, place: _Place) -> None:
    slope = place.sign * 3 * place.usual_range / len(values)
    bent = np.maximum(np.arange(len(values)) - place.onset, 0)
    values += slope * np.arange(len(values)) - 3 * slope * bent


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of anomaly: how many points it lasts, and how it changes values or the season."""

    name: str
    shortest: int
    longest: int
    shape: _Shape | None = None
    season_lag_share: float | None = None

    @property
    def needs_season(self) -> bool:
        """Whether it can only happen to a series with a season."""
        return self.shape is None


KINDS = (
    Kind("spike", 1, 4, _spike),
    Kind("dip", 4, 24, _dip),
    Kind("level shift", 200, 400, _level_shift),
    Kind("variance change", 100, 300, _variance),
    Kind("flat line", 60, 240, _flat_line),
    Kind("drift", 200, 500, _drift),
    Kind("season broken", 200, 400, season_lag_share=0.4),
    Kind("trend broken", 200, 400, _trend_broken),
    Kind("missing season", 200, 400, season_lag_share=0.0),
)


def make_sample(base: Base, kind: Kind | None, seed: int, points: int = POINTS) -> Sample:
    """Make one series; the same base, kind and seed give the same values."""
    rng = np.random.default_rng([seed, BASES.index(base), KINDS.index(kind) + 1 if kind else 0])
    season = base.season(points) * base.has_season
    if kind is None:
        return Sample(base, CALM, base.make(rng, season), 0, 0)
    onset = int(points * rng.uniform(0.35, 0.88))
    end = min(points, onset + int(rng.integers(kind.shortest, kind.longest + 1)))
    if kind.season_lag_share is not None:
        season[onset:end] = _changed_season(base, season, onset, end, kind.season_lag_share)
    values = base.make(rng, season)
    is_positive = bool(values.min() >= 0)
    if kind.shape is not None:
        change(values, kind, onset, end, rng)
    return Sample(base, kind.name, np.maximum(values, 0) if is_positive else values, onset, end)


def change(values: FloatArray, kind: Kind, onset: int, end: int, rng: np.random.Generator) -> None:
    """Put an anomaly of this kind into the values, its size taken from their usual range."""
    low, high = np.percentile(values, [0.5, 99.5])
    if kind.shape is not None:
        kind.shape(values, _Place(onset, end, float(high - low), rng))


def _changed_season(base: Base, season: FloatArray, onset: int, end: int, lag_share: float) -> FloatArray:
    if lag_share == 0:
        return np.full(end - onset, season[onset - base.day_points : onset].min())
    lag = int(base.day_points * lag_share)
    return season[onset - lag : end - lag]


def make_suite(seeds: range, points: int = POINTS) -> list[Sample]:
    """Make every kind on every base that can have it, and as many calm series, once a seed."""
    return [
        make_sample(base, kind, seed, points)
        for seed in seeds
        for base in BASES
        for kind in (None, *KINDS)
        if kind is None or base.has_season or not kind.needs_season
    ]
