import math

import pytest

from barograph.domain import Labels
from barograph.policy.sentences import Facts, say, say_duration

WEEK_MS = 604_800_000
NAN = math.nan


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        pytest.param(
            Facts("Checkout latency p95", "seconds", 2.3, 0.2, 0.18, 0.24, 240_000, 3 * WEEK_MS),
            "Checkout latency p95 is 2.3 s, expected 180-240 ms, for 4 min; "
            "this happens about once in 3 weeks.",
            id="a latency",
        ),
        pytest.param(
            Facts("Queue length", "messages", 210, 200, 150, 250, 600_000, WEEK_MS),
            "Queue length is 210 messages, within the expected 150-250 messages, but behaves unlike before, "
            "for 10 min; this happens about once a week.",
            id="a value that is not strange by itself",
        ),
        pytest.param(
            Facts("Queue length", "messages", 210, 200, 150, 250, 600_000, None, is_over=True),
            "Queue length was 210 messages, within the expected 150-250 messages, but behaved unlike before, "
            "for 10 min.",
            id="what is over",
        ),
        pytest.param(
            Facts("Orders", "", NAN, 200, 150, 250, 600_000, None, is_over=True),
            "Orders had no data for 10 min.",
            id="a gap that is over",
        ),
        pytest.param(
            Facts("Failed requests", "ratio", 0.079, 0.01, -0.0071, 0.028, 15_000, None),
            "Failed requests is 7.9 %, expected 0-2.8 %, for 15 s.",
            id="a share is never expected below zero",
        ),
        pytest.param(
            Facts("Waiting orders", "messages", 1412, 80, -11, 168, 15_000, None),
            "Waiting orders is 1412 messages, expected 0-168 messages, for 15 s.",
            id="what is counted is never expected below zero",
        ),
        pytest.param(
            Facts(
                "Errors",
                "ratio",
                0.124,
                0,
                0,
                0.01,
                60_000,
                WEEK_MS,
                Labels(service="api", job="x", pod="p1"),
            ),
            "Errors (pod=p1, service=api) is 12 %, expected 0-1 %, for 1 min; "
            "this happens about once a week.",
            id="a share of a pod",
        ),
        pytest.param(
            Facts("Log lines", "lines/s", 0.14, 0.01, -0.11, 0.12, 60_000, None),
            "Log lines is 0.14 lines/s, expected 0-0.12 lines/s, for 1 min.",
            id="things counted in a second are never fewer than none",
        ),
        pytest.param(
            Facts("Memory", "", 3, 2, 1, 2, 60_000, None, Labels(__name__="rss", instance="a:1", job="web")),
            "Memory (instance=a:1, job=web) is 3, expected 1-2, for 1 min.",
            id="what only its scrape tells apart, without the name that the title says better",
        ),
        pytest.param(
            Facts("Memory", "", 3, 2, 1, 2, 60_000, None, Labels(__name__="rss")),
            "Memory (__name__=rss) is 3, expected 1-2, for 1 min.",
            id="what has nothing but a name",
        ),
        pytest.param(
            Facts("Orders", "per_second", 3, 120, NAN, NAN, 5_400_000, None),
            "Orders is 3/s, expected 120/s, for 1 h 30 min.",
            id="without a band and without a rarity",
        ),
        pytest.param(
            Facts("Pattern", "", 7, NAN, NAN, NAN, 30_000, None),
            "Pattern is 7, unlike what it was before, for 30 s.",
            id="without an expected value",
        ),
        pytest.param(
            Facts(
                "Lines of the shop",
                "",
                7,
                0,
                0,
                1,
                30_000,
                None,
                Labels(template="805f38aa", pattern="no answer from <*>", app="shop"),
            ),
            "Lines of the shop (app=shop, pattern=no answer from <*>) is 7, expected 0-1, for 30 s.",
            id="a pattern of log lines by its words",
        ),
        pytest.param(
            Facts("Heartbeat", "", NAN, 1, 1, 1, 600_000, None),
            "Heartbeat has had no data for 10 min.",
            id="without data",
        ),
        pytest.param(
            Facts("Temperature", "celsius", -3, 5, -1, 8, 60_000, None),
            "Temperature is -3 °C, expected -1 to 8 °C, for 1 min.",
            id="below zero",
        ),
    ],
)
def test_an_episode_is_said_in_one_plain_sentence(facts: Facts, sentence: str) -> None:
    assert say(facts) == sentence


@pytest.mark.parametrize(
    ("milliseconds", "words"),
    [
        (0, "0 s"),
        (59_000, "59 s"),
        (240_000, "4 min"),
        (3_600_000, "1 h"),
        (4_800_000, "1 h 20 min"),
        (90_000_000, "1 d 1 h"),
        (172_800_000, "2 d"),
    ],
)
def test_durations_are_said_in_their_largest_units(milliseconds: int, words: str) -> None:
    assert say_duration(milliseconds) == words
