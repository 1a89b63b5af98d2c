from hypothesis import given
from hypothesis import strategies as st

from barograph.engine.slots import Slots, last_finished_point

TIMES = st.integers(min_value=0, max_value=2**42)


@given(st.text(max_size=20), st.integers(min_value=1000, max_value=10**9), TIMES)
def test_next_slot_is_later_and_within_one_interval(detector_id: str, interval_ms: int, now_ms: int) -> None:
    slots = Slots.of(detector_id, interval_ms)
    slot = slots.next_after(now_ms)
    assert now_ms < slot <= now_ms + interval_ms
    assert slots.count_between(now_ms, slot) == 1
    assert slots.count_between(slot, slot) == 0


def test_many_detectors_are_spread_over_the_interval() -> None:
    phases = [Slots.of(f"detector-{number}", 10_000).phase_ms for number in range(1000)]
    counts = [sum(second * 1000 <= phase < (second + 1) * 1000 for phase in phases) for second in range(10)]
    assert min(counts) > 50


def test_points_wait_for_late_data() -> None:
    assert last_finished_point(125_000, 60_000, 0) == 120_000
    assert last_finished_point(125_000, 60_000, 10_000) == 60_000
