"""Made-up groups: members share a load, move together when it surges, and one does something of its own."""

from collections.abc import Iterator, Sequence

import numpy as np

from barograph.bench._bases import BASES, Base
from barograph.bench._kinds import CALM, KINDS, POINTS, Kind, Sample, change
from barograph.domain import FloatArray

__all__ = ["make_groups"]

_MEMBERS = 5
_OWN_NOISE = 0.05
_SURGES = tuple(kind for kind in KINDS if kind.name in ("spike", "level shift"))
_SURGE_FROM, _SURGE_TO = 0.18, 0.3
_ONSET_FROM, _ONSET_TO = 0.4, 0.88


def make_groups(seeds: range) -> Iterator[tuple[Base, list[Sample]]]:
    """Make a group for every base, every kind that one member can have by itself, and every seed.

    Each group lives through a surge of the load that they share: unusual, but not for a member.
    """
    own = [kind for kind in KINDS if not kind.needs_season]
    return (
        (base, _make_group(base, kind, np.random.default_rng([seed, number, place])))
        for seed in seeds
        for number, base in enumerate(BASES)
        for place, kind in enumerate(own)
    )


def _make_group(base: Base, kind: Kind, rng: np.random.Generator) -> list[Sample]:
    load = base.make(rng, base.season(POINTS) * base.has_season)
    is_positive = bool(load.min() >= 0)
    surge = _SURGES[int(rng.integers(len(_SURGES)))]
    change(load, surge, *_span(surge, rng, _SURGE_FROM, _SURGE_TO), rng)
    members = [_make_member(load, rng) for _ in range(_MEMBERS)]
    onset, end = _span(kind, rng, _ONSET_FROM, _ONSET_TO)
    change(members[0], kind, onset, end, rng)
    if is_positive:
        members = [np.maximum(member, 0) for member in members]
    return [Sample(base, kind.name, members[0], onset, end), *_calm(base, members[1:])]


def _make_member(load: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Return the load as one member carries it: more or less of it, with a noise of its own."""
    low, high = np.percentile(load, [0.5, 99.5])
    noise: FloatArray = _OWN_NOISE * (high - low) * rng.normal(size=len(load))
    return rng.uniform(0.9, 1.1) * load + noise


def _span(kind: Kind, rng: np.random.Generator, first: float, last: float) -> tuple[int, int]:
    onset = int(POINTS * rng.uniform(first, last))
    return onset, min(POINTS, onset + int(rng.integers(kind.shortest, kind.longest + 1)))


def _calm(base: Base, members: Sequence[FloatArray]) -> list[Sample]:
    return [Sample(base, CALM, member, 0, 0) for member in members]
