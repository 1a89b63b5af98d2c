"""The difference that a change of detectors makes: which episodes appear and which vanish."""

from collections.abc import Sequence
from dataclasses import dataclass

from barograph.domain import Anomaly
from barograph.engine.rehearsal import Performance

__all__ = ["Difference", "compare", "is_same"]


@dataclass(frozen=True, slots=True)
class Difference:
    """What one detector says more and less; episodes of one series that overlap are the same."""

    detector: str
    appearing: tuple[Anomaly, ...]
    vanishing: tuple[Anomaly, ...]
    staying: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes for who is called."""
        return not self.appearing and not self.vanishing


def compare(detector: str, old: Performance | None, new: Performance | None) -> Difference:
    """Compare two rehearsals of one range; None stands for a detector that is not there."""
    before = old.episodes if old else ()
    after = new.episodes if new else ()
    staying = [episode for episode in after if _has_twin(episode, before)]
    return Difference(
        detector,
        tuple(episode for episode in after if not _has_twin(episode, before)),
        tuple(episode for episode in before if not _has_twin(episode, after)),
        len(staying),
    )


def is_same(one: Anomaly, other: Anomaly) -> bool:
    """Tell whether two episodes are the same happening: of one series, and at the same time."""
    return one.labels == other.labels and _overlap(one, other)


def _has_twin(episode: Anomaly, others: Sequence[Anomaly]) -> bool:
    return any(is_same(episode, other) for other in others)


def _overlap(one: Anomaly, other: Anomaly) -> bool:
    one_end = one.updated_ms if one.ended_ms is None else one.ended_ms
    other_end = other.updated_ms if other.ended_ms is None else other.ended_ms
    return one.started_ms <= other_end and other.started_ms <= one_end
