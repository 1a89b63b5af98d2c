"""Live scores: what a tick found, for those who watch that detector right now."""

from collections.abc import Mapping

import msgspec
import numpy as np

from barograph.domain import Frame, Scores
from barograph.live.bus import LivePublisher
from barograph.live.topics import parse_scores_channel, scores_channel

__all__ = ["LiveScores", "ScoresMessage", "SeriesScores"]

# As many as the API answers at most, so that a panel of so many series stays live whole.
_MOST_SERIES = 500


class SeriesScores(msgspec.Struct, frozen=True):
    """One series: a number for each moment of the message, null where there is none."""

    labels: dict[str, str]
    value: list[float]
    expected: list[float]
    lower: list[float]
    upper: list[float]
    score: list[float]


class ScoresMessage(msgspec.Struct, frozen=True, tag_field="type", tag="scores"):
    """What clients get on ``scores:<detector>``; it has no id and is never sent again."""

    topic: str
    detector_id: str
    at_ms: list[int]
    series: list[SeriesScores]
    left_off: int = 0


class LiveScores:
    """Publishes the points of a tick; costs next to nothing while nobody watches."""

    def __init__(self, bus: LivePublisher) -> None:
        self._bus = bus
        self._encoder = msgspec.json.Encoder()

    def offer(self, tenant: str, detector_id: str, frame: Frame, scores: Scores) -> int:
        """Send new points and their scores, of the same shape, to each watcher's choice of series.

        Returns the number of messages.
        """
        channels = self._bus.watched(scores_channel(tenant, detector_id))
        for channel in channels:
            _, _, wanted = parse_scores_channel(channel)
            message = _pick(detector_id, frame, scores, wanted)
            self._bus.publish_live(channel, self._encoder.encode(message))
        return len(channels)


def _pick(detector_id: str, frame: Frame, scores: Scores, wanted: Mapping[str, str]) -> ScoresMessage:
    rows = [row for row, labels in enumerate(frame.labels) if labels.matches(wanted)]
    shown = _strangest(rows, scores)
    return ScoresMessage(
        f"scores:{detector_id}",
        detector_id,
        frame.timestamps.tolist(),
        [_series(frame, scores, row) for row in shown],
        len(rows) - len(shown),
    )


def _strangest(rows: list[int], scores: Scores) -> list[int]:
    """Return as many rows as a message holds; where some are left off, the strangest stay."""
    if len(rows) <= _MOST_SERIES or not scores.score.shape[1]:
        return rows[:_MOST_SERIES]
    latest = np.nan_to_num(scores.score[rows, -1], nan=-1.0)
    chosen = np.argsort(-latest, kind="stable")[:_MOST_SERIES]
    return sorted(rows[position] for position in chosen)


def _series(frame: Frame, scores: Scores, row: int) -> SeriesScores:
    return SeriesScores(
        dict(frame.labels[row]),
        frame.values[row].tolist(),
        scores.expected[row].tolist(),
        scores.lower[row].tolist(),
        scores.upper[row].tolist(),
        scores.score[row].tolist(),
    )
