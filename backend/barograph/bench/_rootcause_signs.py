"""From recorded series to signs: how strange each series of each component was during an incident."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from barograph.algorithms.rarity.calibration import score_of
from barograph.domain import FloatArray, TimeArray
from barograph.incidents.suspects import DOWNWARD_SHARE, Complaint, Sign
from barograph.incidents.symptoms import Symptom
from barograph.incidents.topology import Topology

__all__ = ["Case", "History", "Recording", "find_signs"]

_SMALLEST_NORMAL = 30
_SCALE_FLOOR = 0.05
_TAIL_SHARE = 0.02
_TAIL_POINTS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One series: of which component, what it measures, and which other series measure the same."""

    component: str
    metric: str
    symptom: Symptom
    times: TimeArray
    values: FloatArray
    family: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One incident with its known cause, and the candidates among which it is sought."""

    cause: str
    candidates: tuple[str, ...]
    topology: Topology
    signs: tuple[Sign, ...]
    deviations: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    """For the baselines: the largest z of each candidate, and the first position beyond three."""
    complaint: Complaint | None = None


class History:
    """What is normal for one series: centre, scale, and how large deviations of either side get."""

    def __init__(self, normal: FloatArray) -> None:
        known = normal[np.isfinite(normal)]
        self.is_known = known.size >= _SMALLEST_NORMAL
        if not self.is_known:
            return
        self._centre = float(np.median(known))
        spread = 1.4826 * float(np.median(np.abs(known - self._centre)))
        self._scale = max(spread, _SCALE_FLOOR * abs(self._centre), 1e-9)
        deviations = self.deviations(known)
        self._sizes = {
            is_bad_below: _Sizes(_weigh(deviations, is_bad_below)) for is_bad_below in (False, True)
        }

    def deviations(self, values: FloatArray) -> FloatArray:
        """Return how many scales each value is away from the centre."""
        return (values - self._centre) / self._scale

    def strength(self, values: FloatArray, *, is_bad_below: bool) -> float:
        """Return how strange the values are on average, from 0 to 1; the harmless side counts less."""
        sizes = _weigh(self.deviations(values), is_bad_below)
        return float(score_of(self._sizes[is_bad_below].surprise(sizes)).mean())


class _Sizes:
    """The sizes that deviations have in normal times; the mean excess is not capped.

    So a series that spikes in normal times needs more than a spike to look strange.
    """

    def __init__(self, sizes: FloatArray) -> None:
        self._ordered = np.sort(sizes)
        above = min(max(_TAIL_POINTS, int(_TAIL_SHARE * sizes.size)), sizes.size // 4)
        self._edge = float(self._ordered[-above])
        self._edge_surprise = -float(np.log10(above / (sizes.size + 1)))
        self._excess = max(float((self._ordered[-above:] - self._edge).mean()), _SCALE_FLOOR)

    def surprise(self, sizes: FloatArray) -> FloatArray:
        """Return ``-log10 p`` of a deviation at least this large."""
        larger = self._ordered.size - np.searchsorted(self._ordered, sizes, side="left")
        inside = -np.log10(np.maximum(larger, 1) / (self._ordered.size + 1))
        beyond = self._edge_surprise + (sizes - self._edge) / (self._excess * np.log(10.0))
        return np.where(sizes <= self._edge, inside, beyond)


def find_signs(windows: Iterable[tuple[Recording, History, FloatArray]]) -> list[Sign]:
    """Return one sign for each component and family of series: that of its strangest series."""
    strongest: dict[tuple[str, str], Sign] = {}
    for recording, history, values in windows:
        known = values[np.isfinite(values)]
        if not history.is_known or not known.size:
            continue
        strength = history.strength(known, is_bad_below=recording.symptom is Symptom.ERRORS)
        sign = Sign(recording.component, recording.symptom, strength, recording.metric)
        key = (recording.component, recording.family or recording.metric)
        if key not in strongest or strongest[key].strength < strength:
            strongest[key] = sign
    return list(strongest.values())


def _weigh(deviations: FloatArray, is_bad_below: bool) -> FloatArray:
    is_harmless = (deviations > 0) if is_bad_below else (deviations < 0)
    return np.abs(deviations) * np.where(is_harmless, DOWNWARD_SHARE, 1.0)
