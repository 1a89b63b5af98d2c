"""From counted requests to the buckets of a latency histogram: fast and slow ones spread differently."""

import math

__all__ = ["BUCKETS", "mean_seconds", "share_below"]

BUCKETS: tuple[float, ...] = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, math.inf)
_SLOW_FACTOR = 9.0
_SPREAD = {False: 0.45, True: 0.55}


def share_below(bound: float, median: float, *, is_slow: bool) -> float:
    """Return the share of log-normal latencies at or below a bound in seconds."""
    if math.isinf(bound):
        return 1.0
    centre = median * (_SLOW_FACTOR if is_slow else 1.0)
    return 0.5 * (1 + math.erf(math.log(bound / centre) / (_SPREAD[is_slow] * math.sqrt(2))))


def mean_seconds(median: float, *, is_slow: bool) -> float:
    """Return the mean of the latencies, for the histogram's sum."""
    return median * (_SLOW_FACTOR if is_slow else 1.0) * math.exp(_SPREAD[is_slow] ** 2 / 2)
