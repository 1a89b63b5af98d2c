import numpy as np
import pytest

from barograph.bench._bases import BASES
from barograph.bench._detection import Judged, choose_threshold, detection_rates
from barograph.bench._kinds import Sample


def _judged(signal: np.ndarray, onset: int = 0, end: int = 0) -> Judged:
    kind = "spike" if onset else "calm"
    return Judged(Sample(BASES[0], kind, np.zeros(len(signal)), onset, end), signal, start=100)


def test_the_threshold_leaves_no_more_false_episodes_than_asked() -> None:
    signal = np.zeros(2_100)
    signal[[300, 800, 1_300, 1_800]] = (0.3, 0.5, 0.7, 0.9)
    threshold = choose_threshold([_judged(signal)], alarms_per_thousand=1.0)
    assert 0.5 < threshold <= 0.7


def test_a_burst_of_false_alarms_is_one_episode() -> None:
    signal = np.full(2_100, 0.01)
    signal[300:320] = 0.8
    assert choose_threshold([_judged(signal)], alarms_per_thousand=0.5) <= 0.8


def test_a_threshold_that_everything_exceeds_is_no_merit() -> None:
    signal = np.tile([0.2, 0.6], 1_050)
    signal[200::100] = 0.9
    signal[700] = 0.95
    assert choose_threshold([_judged(signal)], alarms_per_thousand=1.0) > 0.9


@pytest.mark.parametrize(("told_at", "rate"), [(900, 0.0), (1_000, 1.0), (1_199, 1.0), (1_200, 0.0)])
def test_an_anomaly_counts_as_found_only_when_told_in_time(told_at: int, rate: float) -> None:
    signal = np.zeros(2_000)
    signal[told_at] = 0.9
    judged = [_judged(signal, onset=1_000, end=1_001)]
    assert detection_rates(judged, 0.5, lambda sample: sample.kind) == {"spike": rate}
