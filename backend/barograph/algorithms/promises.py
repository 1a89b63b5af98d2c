"""What is demanded of the answers of an algorithm under check."""

import numpy as np

from barograph.domain import Frame, Scores

__all__ = ["check_ranges", "check_same", "demand"]

_SAME = 1e-9


def check_ranges(scores: Scores, frame: Frame) -> None:
    """Demand that scores have the shape of their frame and lie where scores may lie."""
    demand(scores.score.shape == frame.values.shape, "scores must have the shape of the frame")
    for name, array in (("score", scores.score), ("alert", scores.signal)):
        known = array[np.isfinite(array)]
        demand(not np.isinf(array).any(), f"{name} must be finite or NaN")
        demand(bool(((known >= 0) & (known <= 1)).all()), f"{name} must lie in 0..1")
    is_scored = np.isfinite(scores.score)
    demand(not is_scored[np.isnan(frame.values)].any(), "a gap has no score")
    middle, lower, upper = (part[is_scored] for part in (scores.expected, scores.lower, scores.upper))
    is_ordered = ~((lower > middle) | (middle > upper))
    demand(bool(is_ordered.all()), "lower <= expected <= upper must hold")


def check_same(found: Scores, wanted: Scores, promise: str, tolerance: float = _SAME) -> None:
    """Demand that two answers are alike in every array."""
    names = (
        "score",
        "expected",
        "lower",
        "upper",
        "signal",
        *(() if found.lasting is None else ("lasting",)),
    )
    for name in names:
        mine, other = getattr(found, name), getattr(wanted, name)
        is_same = np.allclose(mine, other, rtol=tolerance, atol=tolerance, equal_nan=True)
        demand(mine.shape == other.shape and is_same, f"{promise}: {name} differs")


def demand(condition: bool, promise: str) -> None:
    """Raise an ``AssertionError`` that says what was promised, unless it was kept."""
    if not condition:
        raise AssertionError(promise)
