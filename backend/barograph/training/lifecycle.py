"""The life of series: those that vanished are forgotten by the next training."""

import numpy as np

from barograph.config.detector import ScheduleSpec
from barograph.domain import Frame

__all__ = ["forget_vanished"]


def forget_vanished(schedule: ScheduleSpec, history: Frame) -> Frame:
    """Return the history without the series that were silent to its end for as long as the schedule says.

    Silence counts back from the last moment at which any series had a value, so that an outage of the source
    makes nobody vanish. One that comes back is judged as a new series until the training after that.
    """
    is_known = np.isfinite(history.values)
    moments = np.flatnonzero(is_known.any(axis=0))
    forget_ms = schedule.forget_after.milliseconds
    if not moments.size:
        return history
    earliest_ms = int(history.timestamps[moments[-1]]) - forget_ms if forget_ms else 0
    is_living = is_known[:, history.timestamps > earliest_ms].any(axis=1)
    return history if is_living.all() else history.rows(np.flatnonzero(is_living).tolist())
