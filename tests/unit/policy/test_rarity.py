import math

import pytest

from barograph.policy.rarity import expected_gap_ms, say_gap

MINUTE = 60_000
DAY = 1440 * MINUTE


def test_a_score_of_a_half_is_one_point_in_ten_thousand() -> None:
    assert expected_gap_ms(0.5, MINUTE) == 10_000 * MINUTE
    assert expected_gap_ms(math.nan, MINUTE) is None


@pytest.mark.parametrize(
    ("gap_ms", "words"),
    [
        (30_000, "more than once a minute"),
        (90 * MINUTE, "about once in 2 hours"),
        (60 * MINUTE, "about once an hour"),
        (DAY, "about once a day"),
        (21 * DAY, "about once in 3 weeks"),
        (70 * DAY, "about once in 2 months"),
        (800 * DAY, "about once in 2 years"),
        (9000 * DAY, "less than once in 10 years"),
    ],
)
def test_rarity_is_said_as_people_do(gap_ms: int, words: str) -> None:
    assert say_gap(gap_ms) == words
