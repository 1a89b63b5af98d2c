"""Which series of a frame somebody asked for."""

from collections.abc import Sequence

import numpy as np

from barograph.config.matchers import Matcher
from barograph.domain import Frame, Scores

__all__ = ["rows_that_match", "strangest_first"]


def rows_that_match(frame: Frame, conditions: Sequence[Matcher]) -> list[int]:
    """Return the rows of the series that meet every condition."""
    return [
        row
        for row, labels in enumerate(frame.labels)
        if all(condition.is_met_by(labels) for condition in conditions)
    ]


def strangest_first(scores: Scores) -> list[int]:
    """Return the rows by the strangest point that each one has; those without any score come last."""
    peaks = np.nan_to_num(scores.signal, nan=-1.0).max(axis=1, initial=-1.0)
    return [int(row) for row in np.argsort(-peaks, kind="stable")]
