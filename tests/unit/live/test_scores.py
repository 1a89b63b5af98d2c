from collections.abc import Sequence

import msgspec
import numpy as np

from barograph.domain import Frame, Labels, Scores
from barograph.live.scores import LiveScores, ScoresMessage
from barograph.live.topics import scores_channel


class RecordingBus:
    def __init__(self, *channels: str) -> None:
        self.channels = channels
        self.sent: list[tuple[str, ScoresMessage]] = []

    def watched(self, prefix: str) -> Sequence[str]:
        return [channel for channel in self.channels if channel.startswith(prefix)]

    def publish_live(self, channel: str, message: bytes) -> None:
        self.sent.append((channel, msgspec.json.decode(message, type=ScoresMessage, strict=False)))


def tick(series: int) -> tuple[Frame, Scores]:
    labels = tuple(Labels(job="api" if row % 2 else "db", row=str(row)) for row in range(series))
    values = np.arange(series, dtype=float)[:, np.newaxis]
    frame = Frame(labels, np.array([1000]), values)
    return frame, Scores(values / 1000, values, values - 1, values + 1)


def test_nothing_is_sent_while_nobody_watches() -> None:
    bus = RecordingBus(scores_channel("default", "other"), scores_channel("other", "checkout"))
    assert LiveScores(bus).offer("default", "checkout", *tick(2)) == 0
    assert bus.sent == []


def test_each_watcher_gets_the_series_it_asked_for() -> None:
    everything = scores_channel("default", "checkout")
    chosen = scores_channel("default", "checkout", (("job", "api"),))
    bus = RecordingBus(everything, chosen)
    assert LiveScores(bus).offer("default", "checkout", *tick(3)) == 2
    (_, all_series), (_, api_series) = bus.sent
    assert [one.labels["row"] for one in all_series.series] == ["0", "1", "2"]
    assert [one.labels["row"] for one in api_series.series] == ["1"]
    assert api_series.series[0].upper == [2.0]


def test_the_strangest_series_stay_where_there_are_too_many() -> None:
    bus = RecordingBus(scores_channel("default", "checkout"))
    LiveScores(bus).offer("default", "checkout", *tick(550))
    (_, message) = bus.sent[0]
    assert message.left_off == 50
    assert [one.labels["row"] for one in message.series] == [str(row) for row in range(50, 550)]


def test_gaps_are_null() -> None:
    frame, _ = tick(1)
    sent: list[bytes] = []

    class RawBus(RecordingBus):
        def publish_live(self, channel: str, message: bytes) -> None:
            sent.append(message)

    LiveScores(RawBus(scores_channel("default", "checkout"))).offer(
        "default", "checkout", frame, Scores.unknown(frame)
    )
    assert b'"score":[null]' in sent[0]
