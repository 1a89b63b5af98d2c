"""Detection on made-up series: which share of anomalies is found where false alarms are equally rare."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from barograph.bench._kinds import Sample
from barograph.domain import FloatArray

__all__ = ["Judged", "choose_threshold", "detection_rates"]

TIME_TO_TELL_POINTS = 200
_SAME_EPISODE_POINTS = 30
_CANDIDATES = 200


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """A sample with its signal; what lies before ``start`` was for learning."""

    sample: Sample
    signal: FloatArray
    start: int

    @property
    def calm(self) -> FloatArray:
        """The signal before the anomaly, or all of it."""
        return self.signal[self.start : self.sample.onset or None]

    def is_detected(self, threshold: float) -> bool:
        """Whether the anomaly is told in time."""
        stop = max(self.sample.end, self.sample.onset + TIME_TO_TELL_POINTS)
        return bool((self.signal[self.sample.onset : stop] >= threshold).any())


def choose_threshold(judged: Sequence[Judged], alarms_per_thousand: float) -> float:
    """Return the lowest threshold down to which there are so few false episodes in a thousand calm points.

    It comes from above: far below, all points are one long episode, which is no merit.
    """
    points = sum(len(one.calm) for one in judged)
    values = np.concatenate([one.calm for one in judged])
    candidates = np.unique(np.quantile(values[values > 0], np.linspace(0.5, 1, _CANDIDATES)))
    lowest = float(np.nextafter(candidates[-1], np.inf))
    for threshold in map(float, candidates[::-1]):
        alarms = sum(_count_episodes(one.calm, threshold) for one in judged)
        if 1000 * alarms / points > alarms_per_thousand:
            break
        lowest = threshold
    return lowest


def detection_rates(
    judged: Sequence[Judged], threshold: float, name_of: Callable[[Sample], str]
) -> dict[str, float]:
    """Return the share of anomalies that are detected, by the name of each sample."""
    found: dict[str, list[bool]] = {}
    for one in judged:
        if one.sample.onset:
            found.setdefault(name_of(one.sample), []).append(one.is_detected(threshold))
    return {name: float(np.mean(hits)) for name, hits in found.items()}


def _count_episodes(signal: FloatArray, threshold: float) -> int:
    places = np.flatnonzero(signal >= threshold)
    return int((np.diff(places, prepend=-_SAME_EPISODE_POINTS - 1) > _SAME_EPISODE_POINTS).sum())
