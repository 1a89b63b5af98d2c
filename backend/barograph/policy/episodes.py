"""The fold over time: which points open, change and close episodes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from barograph.domain import Anomaly, FloatArray
from barograph.policy.base import BoolArray, Outcome, Points, Reason
from barograph.policy.book import Book, Opening
from barograph.policy.budget import Ledger
from barograph.policy.judgement import Judgement
from barograph.policy.plan import Plan

__all__ = ["Fold"]

_QUIET_STEPS = 5


class Fold:
    """Walks through the new columns in the order of time; only rows where something happens cost."""

    def __init__(
        self,
        plan: Plan,
        points: Points,
        judgement: Judgement,
        thresholds: FloatArray,
        episodes: Sequence[Anomaly],
    ) -> None:
        self._plan = plan
        self._points = points
        self._judgement = judgement
        self._thresholds = np.broadcast_to(thresholds, points.times.shape)
        self._strange_rows = _by_column(judgement.strange)
        self._silent_rows = _by_column(_find_alarms(plan, judgement.gone))
        self._book = Book(plan, points, episodes)
        self._ledger = Ledger(plan.policy.budget)

    def run(self, first: int) -> Outcome:
        """Fold the columns from ``first`` on."""
        for column in range(first, self._points.times.size):
            for row in self._book.open_rows():
                self._continue(row, column)
            for strange_row in self._strange_rows.get(column, ()):
                self._try_to_open(strange_row, column)
            for silent_row in self._silent_rows.get(column, ()):
                self._report_missing(silent_row, column)
        self._note_vetoes(first)
        return self._book.outcome

    def _continue(self, row: int, column: int) -> None:
        if self._points.times[column] <= self._book.episode_of(row).started_ms:
            return  # The clock was set back, and points from before the episode are seen again.
        if self._judgement.closes[row, column]:
            self._book.end(row, column, Reason.CALM_AGAIN, self._calm_since(row, column))
        elif self._judgement.gone[row, column] and self._is_given_up(row, column):
            self._book.end(row, column, Reason.SERIES_GONE, int(self._points.times[column]))
        elif self._judgement.strange[row, column]:
            peak = float(self._points.scores.signal[row, column])
            if peak > self._book.episode_of(row).peak_score:
                self._book.raise_peak(row, column, peak)
            elif self._is_news_again(row, column):
                self._book.lengthen(row, column)

    def _is_news_again(self, row: int, column: int) -> bool:
        """An episode is told again whenever it has lasted twice as long, so a long one costs few updates."""
        episode = self._book.episode_of(row)
        told_ms = max(episode.updated_ms - episode.started_ms, _QUIET_STEPS * self._plan.step_ms)
        return int(self._points.times[column]) - episode.started_ms >= 2 * told_ms

    def _is_given_up(self, row: int, column: int) -> bool:
        """A gone series closes its episode where the policy says so, or long after the others went on.

        While its target is there and can't be scraped, nobody knows whether it is gone.
        """
        policy = self._plan.policy
        if policy.missing_data == "resolve":
            return True
        if self._points.doubtful[row, column]:
            return False
        patience = policy.expire_after.milliseconds
        waited = int(self._points.times[column]) - self._book.episode_of(row).updated_ms
        return bool(self._points.answered[column]) and 0 < patience <= waited

    def _calm_since(self, row: int, column: int) -> int:
        known = np.flatnonzero(self._points.known[row, : column + 1])
        return int(self._points.times[known[-self._plan.policy.recover_points]])

    def _try_to_open(self, row: int, column: int) -> None:
        if self._book.is_open(row):
            return
        opening = self._find_opening(row, column)
        if self._is_cooling_down(row, column):
            self._hold(row, column, Reason.COOLING_DOWN)
        elif opening is None:
            self._hold(row, column, Reason.TOO_FEW_POINTS)
        elif not self._ledger.allows(episode := self._book.propose(row, opening), self._book.episodes):
            self._hold(row, column, Reason.OVER_BUDGET)
        else:
            self._book.begin(row, episode, Reason.STRANGE_POINTS)

    def _hold(self, row: int, column: int, reason: Reason) -> None:
        """Note a point that by itself is as strange as one that opens an episode."""
        if self._judgement.strength[row, column] >= self._thresholds[column]:
            self._book.hold(row, column, reason)

    def _find_opening(self, row: int, column: int) -> Opening | None:
        """Return where an episode begins and peaks: enough points of which one is news, or which last."""
        counted = self._count_since_last_episode(row, column, self._plan.policy.of_points)
        if counted.size < self._plan.policy.for_points:
            return None
        strangest = counted[int(np.argmax(self._points.scores.signal[row, counted]))]
        peak = float(self._points.scores.signal[row, strangest])
        if peak >= self._thresholds[strangest]:
            return Opening(int(counted[0]), int(strangest), column, peak)
        if not self._judgement.lasts[row, column]:
            return None
        needed = self._plan.policy.lasting_points
        run = self._count_since_last_episode(row, column, 2 * needed)[-needed:]
        if run.size < needed:
            return None
        strangest = run[int(np.argmax(self._judgement.strength[row, run]))]
        return Opening(int(run[0]), int(strangest), column, float(self._judgement.strength[row, strangest]))

    def _is_cooling_down(self, row: int, column: int) -> bool:
        rest_ms = self._plan.policy.cooldown.milliseconds
        return int(self._points.times[column]) - self._book.ended_ms_of(row) < rest_ms

    def _count_since_last_episode(self, row: int, column: int, width: int) -> NDArray[np.intp]:
        """Return the strange columns among the last ones, without those of an episode that is over."""
        start = max(0, column + 1 - width)
        window = slice(start, column + 1)
        is_new = self._points.times[window] > self._book.ended_ms_of(row)
        return np.flatnonzero(self._judgement.strange[row, window] & is_new) + start

    def _report_missing(self, row: int, column: int) -> None:
        if not self._book.is_open(row) and not self._is_cooling_down(row, column):
            began = column + 1 - self._plan.policy.gone_points
            opening = Opening(began, column, column, self._plan.threshold)
            self._book.begin(row, self._book.propose(row, opening), Reason.DATA_MISSING)

    def _note_vetoes(self, first: int) -> None:
        for reason, mask in self._judgement.vetoed:
            for row, column in np.argwhere(mask[:, first:]):
                self._book.hold(int(row), int(column) + first, reason)


def _find_alarms(plan: Plan, gone: BoolArray) -> BoolArray:
    """Where a series has just been gone for long enough, if the policy wants to hear of it."""
    alarms = np.zeros_like(gone)
    if plan.policy.missing_data == "alert":
        alarms[:, 1:] = gone[:, 1:] & ~gone[:, :-1]
    return alarms


def _by_column(mask: BoolArray) -> dict[int, list[int]]:
    """Return the rows that are true in each column that has any."""
    rows: dict[int, list[int]] = {}
    for row, column in np.argwhere(mask).tolist():
        rows.setdefault(column, []).append(row)
    return rows
