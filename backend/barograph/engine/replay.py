"""A long range judged as ticks would have judged it: the same function, more points at once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Event as Flag

from barograph.domain import Anomaly, AnomalyChange, AnomalyState, ChangeKind, Frame, Scores
from barograph.engine.dossiers import explain_peak
from barograph.engine.judge import Judge
from barograph.sources.targets import Targets

__all__ = ["Act", "Replay", "ReplayedBand"]

_CHUNK_POINTS = 1_440


@dataclass(frozen=True, slots=True, eq=False)
class Act:
    """A judge, and the moment after which its model was in force."""

    since_ms: int
    judge: Judge


@dataclass(frozen=True, slots=True, eq=False)
class ReplayedBand:
    """Values and bands of one series around an episode."""

    frame: Frame
    scores: Scores


class Replay:
    """Folds the points of a frame into episodes, chunk after chunk, and keeps what happened."""

    def __init__(self, frame: Frame, up: Frame | None = None) -> None:
        self._frame = frame
        self._targets = Targets(up)
        self._acts: list[Act] = []
        self._episodes: dict[str, Anomaly] = {}
        self.changes: list[AnomalyChange] = []
        self.reasons: Counter[str] = Counter()

    @property
    def episodes(self) -> tuple[Anomaly, ...]:
        """Every episode as it was in the end, in the order of opening."""
        return tuple(self._episodes.values())

    @property
    def opened_ms(self) -> dict[str, int]:
        """When each episode was opened, which is later than its first strange point if N of M are asked."""
        return {
            change.anomaly.fingerprint: change.anomaly.updated_ms
            for change in self.changes
            if change.kind is ChangeKind.OPENED
        }

    def run(
        self,
        judge: Judge,
        since_ms: int,
        until_ms: int,
        on_progress: Callable[[int], None] = lambda _at_ms: None,
        cancelled: Flag | None = None,
    ) -> None:
        """Judge the points with ``since_ms < t <= until_ms`` by one model."""
        self._acts.append(Act(since_ms, judge))
        step_ms = judge.plan.step_ms
        while since_ms < until_ms and not (cancelled and cancelled.is_set()):
            end_ms = min(until_ms, since_ms + _CHUNK_POINTS * step_ms)
            self._judge(judge, since_ms, end_ms)
            since_ms = end_ms
            on_progress(since_ms)

    def band_of(self, episode: Anomaly, around_points: int) -> ReplayedBand:
        """Compute again what the series of an episode looked like around it."""
        act = self._act_at(episode.started_ms)
        plan = act.judge.plan
        row = [plan.labels_of(labels) for labels in self._frame.labels].index(episode.labels)
        end_ms = (episode.ended_ms or episode.updated_ms) + around_points * plan.step_ms
        start_ms = episode.started_ms - around_points * plan.step_ms
        points = self._frame.between(start_ms, end_ms).point_count
        before_ms = act.judge.algorithm.window_points * plan.step_ms
        window = self._frame.between(start_ms - before_ms, end_ms)
        return ReplayedBand(*act.judge.score_rows(window, points, [row]))

    def explain(self, episode: Anomaly) -> dict[str, object]:
        """Say what made the peak of an episode strange, as far as its algorithm can."""
        at_ms = episode.evidence.details.get("at_ms")
        if not isinstance(at_ms, int):
            return {}
        judge = self._act_at(at_ms).judge
        row = [judge.plan.labels_of(labels) for labels in self._frame.labels].index(episode.labels)
        before_ms = judge.algorithm.window_points * judge.plan.step_ms
        return explain_peak(judge, self._frame.between(at_ms - before_ms, at_ms), row, episode)

    def _act_at(self, at_ms: int) -> Act:
        """Return the act whose model was in force at a moment."""
        acts = (act for act in self._acts if act.since_ms < at_ms)
        return max(acts, key=lambda act: act.since_ms, default=self._acts[0])

    def _judge(self, judge: Judge, since_ms: int, end_ms: int) -> None:
        new_points = (end_ms - since_ms) // judge.plan.step_ms
        needed_ms = (judge.points_needed(new_points) - 1) * judge.plan.step_ms
        window = self._frame.between(end_ms - needed_ms, end_ms)
        episodes = self._recall(since_ms - judge.plan.recall_ms)
        outcome = judge.judge(window, episodes, since_ms, self._targets).outcome
        self._episodes.update({change.anomaly.fingerprint: change.anomaly for change in outcome.changes})
        self.changes.extend(outcome.changes)
        self.reasons.update(outcome.reasons)

    def _recall(self, changed_since_ms: int) -> Sequence[Anomaly]:
        return [
            episode
            for episode in self._episodes.values()
            if episode.state is AnomalyState.OPEN or episode.updated_ms >= changed_since_ms
        ]
