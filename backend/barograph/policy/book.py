"""The book of episodes during one fold: which are open, which ended, and what was written about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from barograph.domain import (
    Anomaly,
    AnomalyChange,
    AnomalyState,
    ChangeKind,
    fingerprint_of,
)
from barograph.policy.base import Decision, Outcome, Points, Reason
from barograph.policy.evidence import Span, gather_evidence, retell, side_of
from barograph.policy.plan import Plan

__all__ = ["Book", "Opening"]

_LONG_AGO_MS = -(2**62)


@dataclass(frozen=True, slots=True)
class Opening:
    """The columns where an episode began, was strangest so far and was decided, and its score there."""

    began: int
    strangest: int
    decided: int
    peak: float


class Book:
    """Writes changes of episodes down, a row of the points at a time."""

    def __init__(self, plan: Plan, points: Points, episodes: Sequence[Anomaly]) -> None:
        self._plan = plan
        self._points = points
        self._labels = tuple(map(plan.labels_of, points.labels))
        self._open: dict[int, Anomaly] = {}
        self._ended_ms: dict[int, int] = {}
        self._changes: list[AnomalyChange] = []
        self._decisions: list[Decision] = []
        row_of = {labels: row for row, labels in enumerate(self._labels)}
        self._episodes = {episode.fingerprint: episode for episode in episodes}
        for episode in episodes:
            if (row := row_of.get(episode.labels)) is not None:
                self._place(row, episode)

    def _place(self, row: int, episode: Anomaly) -> None:
        if episode.state is AnomalyState.OPEN:
            self._open[row] = episode
        else:
            self._ended_ms[row] = max(episode.updated_ms, self._ended_ms.get(row, _LONG_AGO_MS))

    @property
    def outcome(self) -> Outcome:
        """What was written so far."""
        return Outcome(tuple(self._changes), tuple(self._decisions))

    @property
    def episodes(self) -> Iterable[Anomaly]:
        """Every episode known so far, as it is now."""
        return self._episodes.values()

    def open_rows(self) -> list[int]:
        """Return the rows with an open episode, in order."""
        return sorted(self._open)

    def is_open(self, row: int) -> bool:
        """Tell whether the row has an open episode."""
        return row in self._open

    def episode_of(self, row: int) -> Anomaly:
        """Return the open episode of a row."""
        return self._open[row]

    def ended_ms_of(self, row: int) -> int:
        """Return when the last episode of a row was closed, long ago if there was none."""
        return self._ended_ms.get(row, _LONG_AGO_MS)

    def propose(self, row: int, opening: Opening) -> Anomaly:
        """Return the episode that would begin here."""
        times, labels = self._points.times, self._labels[row]
        span = Span(int(times[opening.began]), int(times[opening.decided]))
        return Anomaly(
            fingerprint=fingerprint_of(self._plan.tenant, self._plan.detector_id, labels, span.started_ms),
            detector_id=self._plan.detector_id,
            labels=labels,
            state=AnomalyState.OPEN,
            severity=self._plan.severity_of(opening.peak),
            direction=side_of(self._points, row, opening.strangest),
            started_ms=span.started_ms,
            updated_ms=span.at_ms,
            ended_ms=None,
            peak_score=opening.peak,
            evidence=gather_evidence(self._plan, self._points, row, opening.strangest, span, opening.peak),
            model_version=self._plan.model_version,
            tenant=self._plan.tenant,
        )

    def begin(self, row: int, episode: Anomaly, reason: Reason) -> None:
        """Open an episode."""
        self._open[row] = episode
        self._write(ChangeKind.OPENED, episode, reason)

    def raise_peak(self, row: int, column: int, peak: float) -> None:
        """Note that an episode is stranger than before."""
        anomaly, at_ms = self._open[row], int(self._points.times[column])
        severity = max(anomaly.severity, self._plan.severity_of(peak), key=lambda step: step.rank)
        span = Span(anomaly.started_ms, at_ms)
        self._open[row] = replace(
            anomaly,
            updated_ms=at_ms,
            peak_score=peak,
            severity=severity,
            direction=side_of(self._points, row, column),
            evidence=gather_evidence(self._plan, self._points, row, column, span, peak),
        )
        self._write(ChangeKind.UPDATED, self._open[row], Reason.STRANGER_THAN_BEFORE)

    def lengthen(self, row: int, column: int) -> None:
        """Note that an episode goes on, so that its sentence says for how long."""
        anomaly, at_ms = self._open[row], int(self._points.times[column])
        lasted_ms = at_ms - anomaly.started_ms + self._plan.step_ms
        evidence = retell(self._plan, self._points.labels[row], anomaly.evidence, lasted_ms)
        self._open[row] = replace(anomaly, updated_ms=at_ms, evidence=evidence)
        self._write(ChangeKind.UPDATED, self._open[row], Reason.STILL_STRANGE)

    def end(self, row: int, column: int, reason: Reason, ended_ms: int) -> None:
        """Close the episode of a row."""
        at_ms, anomaly = int(self._points.times[column]), self._open.pop(row)
        lasted_ms = ended_ms - anomaly.started_ms
        evidence = retell(self._plan, self._points.labels[row], anomaly.evidence, lasted_ms, is_over=True)
        closed = replace(
            anomaly, state=AnomalyState.RESOLVED, updated_ms=at_ms, ended_ms=ended_ms, evidence=evidence
        )
        self._ended_ms[row] = at_ms
        self._write(ChangeKind.RESOLVED, closed, reason)

    def hold(self, row: int, column: int, reason: Reason) -> None:
        """Note that a strange point did not open an episode."""
        score = float(self._points.scores.signal[row, column])
        at_ms = int(self._points.times[column])
        self._decisions.append(Decision(self._labels[row], at_ms, reason, score))

    def _write(self, kind: ChangeKind, anomaly: Anomaly, reason: Reason) -> None:
        self._episodes[anomaly.fingerprint] = anomaly
        self._changes.append(AnomalyChange(kind, anomaly, reason.value))
