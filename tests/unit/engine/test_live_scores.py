import numpy as np

from barograph.domain import Frame, Scores
from barograph.engine.judge import Judgement
from barograph.engine.live_scores import LiveScoresListener
from barograph.engine.tick import TickReport
from barograph.live.scores import LiveScores
from barograph.policy import Outcome
from barograph.storage import Stores
from tests.unit.engine.conftest import make_spec, noisy_frame


class NoBus:
    """A bus that nobody listens to."""

    def watched(self, prefix: str) -> list[str]:
        return []

    def publish_live(self, channel: str, message: bytes) -> None:
        """Send to nobody."""


def test_the_new_points_of_a_tick_are_offered_and_not_those_it_looked_back_at(stores: Stores) -> None:
    detector = stores.detectors.create("default", make_spec(), 0)
    frame = noisy_frame(10, {}, series=1)
    judgement = Judgement(frame, Scores(*[np.zeros(frame.values.shape)] * 4), Outcome())
    offered: list[Frame] = []

    class Recorder(LiveScores):
        def offer(self, tenant: str, detector_id: str, frame: Frame, scores: Scores) -> int:
            assert scores.score.shape == frame.values.shape
            offered.append(frame)
            return 1

    listener = LiveScoresListener(Recorder(NoBus()))
    last_ms = int(frame.timestamps[-1])
    for since_ms, judged in ((int(frame.timestamps[6]), judgement), (last_ms, judgement), (last_ms, None)):
        listener.on_tick(TickReport(detector, since_ms, last_ms, judged, (), 0, 0.1))
    assert [shown.timestamps.tolist() for shown in offered] == [frame.timestamps[7:].tolist()]
