import numpy as np

from barograph.domain import Frame, Scores
from barograph.engine.judge import Judgement
from barograph.engine.live_scores import LiveScoresListener
from barograph.engine.tick import TickReport
from barograph.live.scores import LiveScores
from barograph.policy import Outcome
from barograph.storage import Stores
from barograph.storage.detector_rows import StoredDetector
from tests.unit.engine.conftest import make_spec, noisy_frame


class NoBus:
    """A bus that nobody listens to."""

    def watched(self, prefix: str) -> list[str]:
        return []

    def publish_live(self, channel: str, message: bytes) -> None:
        """Send to nobody."""


def report(detector: StoredDetector, frame: Frame) -> TickReport:
    scores = Scores(*[np.zeros(frame.values.shape)] * 4)
    outcome = Outcome((), ())
    return TickReport(detector, 0, Judgement(frame, scores, outcome), (), 0, 0.1)


def test_each_point_is_offered_once_though_ticks_look_back(stores: Stores) -> None:
    detector = stores.detectors.create("default", make_spec(), 0)
    frame = noisy_frame(10, {}, series=1)
    offered: list[tuple[int, int]] = []

    class Recorder(LiveScores):
        def offer(self, tenant: str, detector_id: str, frame: Frame, scores: Scores) -> int:
            offered.append((frame.point_count, scores.score.shape[1]))
            return 1

    listener = LiveScoresListener(Recorder(NoBus()))
    listener.on_tick(report(detector, frame.columns(0, 5)))
    listener.on_tick(report(detector, frame.columns(1, 8)))
    listener.on_tick(report(detector, frame.columns(1, 8)))
    listener.on_tick(TickReport(detector, 0, None, (), 0, 0.1))
    assert offered == [(1, 1), (3, 3)]
