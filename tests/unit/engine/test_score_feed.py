from collections.abc import Sequence

import numpy as np

from barograph.domain import Frame, Labels, Scores
from barograph.engine.judge import Judgement
from barograph.engine.score_feed import ScoreFeed
from barograph.engine.tick import TickReport
from barograph.policy import Outcome
from barograph.sinks.remote_write import RemoteWriter
from barograph.sinks.write_request import Sample
from barograph.storage import Stores
from tests.unit.engine.conftest import make_spec

NAN = float("nan")


class Recorder(RemoteWriter):
    """A writer that keeps what it is offered."""

    def __init__(self) -> None:
        self.offered: list[Sample] = []

    def offer(self, samples: Sequence[Sample]) -> None:
        self.offered += samples


def test_new_points_alone_become_samples_and_what_is_no_number_is_left_out(stores: Stores) -> None:
    detector = stores.detectors.create("acme", make_spec(), 0)
    frame = Frame((Labels({"__name__": "up", "pod": "a"}),), np.array([1000, 2000, 3000]), np.zeros((1, 3)))
    scores = Scores(
        score=np.array([[0.1, 0.2, 0.3]]),
        expected=np.array([[1.0, NAN, 3.0]]),
        lower=np.full((1, 3), NAN),
        upper=np.array([[np.inf, np.inf, 4.0]]),
    )
    writer = Recorder()
    feed = ScoreFeed(lambda: [writer])
    feed.on_tick(TickReport(detector, 1000, 3000, Judgement(frame, scores, Outcome()), (), 0, 0.1))
    feed.on_tick(TickReport(detector, 3000, 3000, None, (), 0, 0.1))
    told = [(one.labels["__name__"], one.time_ms, one.value) for one in writer.offered]
    assert told == [
        ("barograph_score", 2000, 0.2),
        ("barograph_score", 3000, 0.3),
        ("barograph_expected", 3000, 3.0),
        ("barograph_upper", 3000, 4.0),
    ]
    assert writer.offered[0].labels.without("__name__") == Labels(
        detector=detector.id, metric="up", pod="a", tenant="acme"
    )
