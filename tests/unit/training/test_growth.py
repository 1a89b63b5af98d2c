import numpy as np
import pytest

from barograph.domain import Frame, Labels
from barograph.training.growth import Past
from tests.unit.storage.making import make_spec

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
NOW_MS = 14 * DAY_MS
SCHEDULE = make_spec(schedule={"train_every": "1d"}).schedule


@pytest.mark.parametrize(
    ("known_ms", "wait_ms"),
    [
        (HOUR_MS, HOUR_MS // 2),
        (12 * HOUR_MS, 6 * HOUR_MS),
        (2 * DAY_MS, DAY_MS),
        (10 * DAY_MS, DAY_MS),
        (14 * DAY_MS, DAY_MS),
    ],
)
def test_a_short_history_is_learnt_again_when_it_has_grown_by_half(known_ms: int, wait_ms: int) -> None:
    past = Past(wanted_from_ms=0, known_from_ms=NOW_MS - known_ms)
    assert past.next_training_ms(SCHEDULE, NOW_MS) == NOW_MS + wait_ms


def test_a_history_that_is_short_by_will_is_not_growing() -> None:
    past = Past(wanted_from_ms=NOW_MS - 6 * HOUR_MS, known_from_ms=NOW_MS - 6 * HOUR_MS)
    assert past.next_training_ms(SCHEDULE, NOW_MS) == NOW_MS + DAY_MS


def test_the_past_begins_with_the_first_value_of_any_series() -> None:
    values = np.full((2, 5), np.nan)
    values[1, 2:], values[0, 4] = 1.0, 1.0
    frame = Frame((Labels(a="1"), Labels(a="2")), np.arange(5) * 1_000, values)
    past = Past.of(frame)
    assert past == Past(0, 2_000)
    assert Past.from_meta(past.to_meta(), 0) == past


def test_a_model_that_does_not_say_has_seen_all() -> None:
    assert Past.from_meta({}, 0).next_training_ms(SCHEDULE, NOW_MS) == NOW_MS + DAY_MS
