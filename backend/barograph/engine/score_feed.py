"""Hands the scores of each tick to those who keep them elsewhere."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.sinks.remote_write import RemoteWriter
from barograph.sinks.score_labels import labels_of_score
from barograph.sinks.write_request import Sample
from barograph.storage.detector_rows import StoredDetector

__all__ = ["ScoreFeed"]


class ScoreFeed:
    """A listener of ticks that makes samples of the points that are new in each."""

    def __init__(self, writers: Callable[[], Sequence[RemoteWriter]]) -> None:
        self._writers = writers

    def on_tick(self, report: TickReport) -> None:
        """Offer score, expected, lower and upper of each new point to every writer."""
        writers = self._writers()
        if not writers or report.judgement is None:
            return
        samples = list(_samples_of(report))
        for writer in writers:
            writer.offer(samples)

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Nothing was judged, so there is nothing to tell."""


def _samples_of(report: TickReport) -> Iterator[Sample]:
    """Make samples, moment by moment, so that those of one series come in the order of time."""
    if report.judgement is None:
        return
    frame, scores = report.judgement.frame, report.judgement.scores
    arrays = {
        "barograph_score": scores.score,
        "barograph_expected": scores.expected,
        "barograph_lower": scores.lower,
        "barograph_upper": scores.upper,
    }
    plain = [labels_of_score(report.detector.tenant, report.detector.id, series) for series in frame.labels]
    named = {metric: [labels.merged({"__name__": metric}) for labels in plain] for metric in arrays}
    for column in np.flatnonzero(frame.timestamps > report.since_ms):
        for metric, array in arrays.items():
            for row in np.flatnonzero(np.isfinite(array[:, column])):
                yield Sample(named[metric][row], int(frame.timestamps[column]), float(array[row, column]))
