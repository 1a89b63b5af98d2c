import math

import numpy as np

from barograph.demo.latency import BUCKETS, mean_seconds, share_below


def test_shares_grow_with_the_bound_up_to_everything() -> None:
    for is_slow in (False, True):
        shares = [share_below(bound, 0.05, is_slow=is_slow) for bound in BUCKETS]
        assert np.all(np.diff(shares) >= 0)
        assert shares[-1] == 1


def test_half_of_the_fast_requests_lie_below_the_median() -> None:
    assert math.isclose(share_below(0.05, 0.05, is_slow=False), 0.5)
    assert share_below(0.05, 0.05, is_slow=True) < 0.01


def test_slow_requests_take_longer_on_average() -> None:
    assert mean_seconds(0.05, is_slow=True) > 8 * mean_seconds(0.05, is_slow=False) > 0.4
