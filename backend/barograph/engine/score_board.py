"""The score board: the last scores of every detector, for whoever scrapes them."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from barograph.domain import Frame, Scores
from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.storage.detector_rows import StoredDetector

__all__ = ["ScoreBoard", "Standing"]

_INTERVALS = 3
_SHORTEST_SECONDS = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """What the last tick of a detector said, and until when that is worth telling."""

    frame: Frame
    scores: Scores
    until: float


class ScoreBoard:
    """A listener of ticks; detectors that fall silent disappear after three intervals."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._standings: dict[tuple[str, str], Standing] = {}

    def on_tick(self, report: TickReport) -> None:
        """Keep the last point of each series in place of the one before."""
        if report.judgement is None:
            return
        frame, scores = report.judgement.frame.tail(1), report.judgement.scores.tail(1)
        # Views would keep the whole window alive.
        frame = Frame(frame.labels, frame.timestamps.copy(), frame.values.copy())
        scores = Scores(*(np.array(column) for column in _columns(scores)))
        seconds = max(_SHORTEST_SECONDS, _INTERVALS * report.detector.spec.interval.seconds)
        with self._lock:
            key = (report.detector.tenant, report.detector.id)
            self._standings[key] = Standing(frame, scores, self._clock() + seconds)

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """Keep what was said last: it ages by itself."""

    def of_tenant(self, tenant: str) -> Iterator[tuple[str, Standing]]:
        """Return what is still worth telling, by detector, in the order of their names."""
        now = self._clock()
        with self._lock:
            self._standings = {key: one for key, one in self._standings.items() if one.until > now}
            known = sorted(self._standings.items(), key=lambda item: item[0])
        return ((detector_id, one) for (owner, detector_id), one in known if owner == tenant)


def _columns(scores: Scores) -> tuple[np.ndarray, ...]:
    return scores.score, scores.expected, scores.lower, scores.upper, scores.signal
