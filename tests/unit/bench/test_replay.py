import numpy as np

from barograph.algorithms.base import Model, Progress, ignore_progress
from barograph.algorithms.examples import calm_frame
from barograph.algorithms.zscore import ZScore
from barograph.bench._replay import increasing, replay
from barograph.domain import Frame, Scores


class _Watched(ZScore):
    """A z-score that notes what it is given."""

    def fit(self, history: Frame, progress: Progress = ignore_progress) -> Model:
        SEEN.append(("fit", history.point_count, 0))
        return super().fit(history, progress)

    def score(self, model: Model, window: Frame, last: int | None = None) -> Scores:
        SEEN.append(("score", window.point_count, last or 0))
        return super().score(model, window, last)


SEEN: list[tuple[str, int, int]] = []


def test_fits_see_the_past_only_and_scores_a_bounded_window() -> None:
    SEEN.clear()
    frame = calm_frame(1_300)
    found = replay(_Watched(window=60), frame, first_fit=200, refit_points=500)
    assert SEEN == [
        ("fit", 200, 0),
        ("score", 560, 500),
        ("fit", 700, 0),
        ("score", 560, 500),
        ("fit", 1_200, 0),
        ("score", 160, 100),
    ]
    assert not found.score[:, :200].any()
    assert found.score[:, 200:].any()


def test_the_future_does_not_move_past_scores() -> None:
    frame = calm_frame(900)
    values = frame.values.copy()
    values[:, 800:] = 1e6
    before, after = (replay(ZScore(), one, 200) for one in (frame, frame.with_values(values)))
    assert np.array_equal(before.signal[:, :800], after.signal[:, :800])


def test_repeated_and_turned_back_moments_move_on() -> None:
    moments = np.array([1_000, 2_000, 2_000, 1_500, 3_000, 4_000], dtype=np.int64)
    moved = increasing(moments)
    assert np.all(np.diff(moved) > 0)
    assert np.abs(moved - np.maximum.accumulate(moments)).max() <= 2
