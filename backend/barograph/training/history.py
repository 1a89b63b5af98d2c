"""Cleaning history before a fit, so that an incident is never learnt as normal."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from barograph.domain import Frame, Labels

__all__ = ["Exclusion", "clean"]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A time that must not be learnt: of one series, or of all where ``labels`` is None."""

    start_ms: int
    end_ms: int
    labels: Labels | None = None


def clean(history: Frame, exclusions: Iterable[Exclusion]) -> Frame:
    """Return the history with every excluded point turned into a gap."""
    values = history.values.copy()
    values[~np.isfinite(values)] = np.nan
    rows = {labels: row for row, labels in enumerate(history.labels)}
    for exclusion in exclusions:
        first, last = np.searchsorted(history.timestamps, [exclusion.start_ms, exclusion.end_ms + 1])
        if exclusion.labels is None:
            values[:, first:last] = np.nan
        elif exclusion.labels in rows:
            values[rows[exclusion.labels], first:last] = np.nan
    return history.with_values(values)
