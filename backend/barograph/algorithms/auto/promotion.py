"""Promotion: which series deserve the costlier judge, by a backtest on their own history."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from barograph.algorithms.auto.gone import Gone
from barograph.algorithms.auto.habits import Habits
from barograph.algorithms.auto.injection import INJECTIONS, inject
from barograph.algorithms.auto.known import Known
from barograph.algorithms.auto.shapes import Shapes
from barograph.algorithms.auto.strangeness import Strangeness
from barograph.domain import FloatArray, Frame, Labels

__all__ = ["Promotion", "weigh"]

_PAST_SHARE = 0.7
_LEAST_PAST = 1_000
_LATER_POINTS = 600
_ANOMALY_POINTS = 100
_ONSETS = (0.25, 0.6)
_LEAST_SIGNAL = 0.375
_LEAST_GAIN = 0.1


@dataclass(frozen=True, slots=True, eq=False)
class Promotion:
    """The share of injected anomalies that each series found without and with the costlier judge."""

    without: FloatArray
    gained: FloatArray

    @classmethod
    def nobody(cls, rows: int) -> "Promotion":
        """Return the answer where nothing was weighed."""
        return cls(np.zeros(rows), np.zeros(rows))

    @property
    def chosen(self) -> NDArray[np.bool_]:
        """Which series gain so much that the costlier judge is worth it."""
        return np.asarray(self.gained - self.without >= _LEAST_GAIN)

    def describe(self) -> str:
        """Say in half a sentence what was gained, nothing where nobody gained."""
        count = int(self.chosen.sum())
        if not count:
            return ""
        before, after = self.without[self.chosen].mean(), self.gained[self.chosen].mean()
        return (
            f"; {count} judged by subsequence as well, as a backtest on their history then found "
            f"{after:.0%} of injected anomalies instead of {before:.0%}"
        )


def weigh(history: Frame, timezone: str, quiet_points: int) -> Promotion:
    """Fit on the older part of history, inject anomalies into the newer one, and see who finds them.

    Nothing of the newer part is learnt. Each judge gets the threshold at which it is silent while nothing is
    injected, so both have as many false alarms: none.
    """
    past = int(_PAST_SHARE * history.point_count)
    if past < _LEAST_PAST or not history.series_count:
        return Promotion.nobody(history.series_count)
    habits, reading = Habits.fit(history.columns(0, past), timezone)
    strangeness = Strangeness.fit(reading)
    everybody = np.ones(history.series_count, dtype=np.bool_)
    shapes = Shapes.fit(reading.residual, everybody)
    gone = Gone.fit(history.values[:, :past], habits.is_counter)
    known = Known(habits, strangeness, gone, Shapes.nobody(history.series_count), timezone, quiet_points)
    wanted = min(history.point_count - past, _LATER_POINTS)
    later = history.tail(wanted + known.reach_points)
    found = [_recall(one, later, wanted) for one in (known, replace(known, shapes=shapes))]
    return Promotion(*found)


def _recall(known: Known, later: Frame, wanted: int) -> FloatArray:
    """Return for each row the share of injected anomalies whose signal is above all of the calm ones."""
    calm = np.nan_to_num(known.judge(later, wanted).signal)
    threshold = np.maximum(calm.max(axis=1, initial=0.0), _LEAST_SIGNAL)
    start = later.point_count - wanted
    found = np.zeros(later.series_count)
    for number in range(len(INJECTIONS)):
        onsets = [int(share * wanted) for share in _ONSETS]
        copies = [inject(later.values, number, start + onset, _ANOMALY_POINTS) for onset in onsets]
        signal = np.nan_to_num(_judge_copies(known, later, copies, wanted))
        for copy, onset in zip(signal, onsets, strict=True):
            stop = onset + 2 * _ANOMALY_POINTS
            found += copy[:, onset:stop].max(axis=1, initial=0.0) > threshold
    shares: FloatArray = found / (len(INJECTIONS) * len(_ONSETS))
    return shares


def _judge_copies(known: Known, later: Frame, copies: list[FloatArray], wanted: int) -> FloatArray:
    """Judge all copies in one call."""
    rows = np.tile(np.arange(later.series_count), len(copies))
    labels = tuple(Labels(copy=str(number)) for number in range(len(rows)))
    signal = known.rows(rows).judge(Frame(labels, later.timestamps, np.vstack(copies)), wanted).signal
    return signal.reshape(len(copies), later.series_count, wanted)
