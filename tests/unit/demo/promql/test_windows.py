import itertools

import numpy as np
import pytest

from barograph.demo.clockwork import DAY_MS, SCRAPE_MS
from barograph.demo.promql import Grid, Vector, evaluate
from barograph.demo.shop import Shop
from barograph.domain import FloatArray

SHOP = Shop.open(3, is_quiet=True)
START_MS = 20_000 * DAY_MS
SELECTOR = 'http_requests_total{pod="checkout-0",code="200"}'
MEMORY = 'process_resident_memory_bytes{pod="checkout-0"}'


def samples(selector: str, start_ms: int, end_ms: int) -> tuple[FloatArray, FloatArray]:
    """Return times and values of every scrape in ``[start, end]``."""
    times = np.arange(-(-start_ms // SCRAPE_MS) * SCRAPE_MS, end_ms + 1, SCRAPE_MS)
    answer = evaluate(SHOP, selector, Grid(times, end_ms))
    assert isinstance(answer, Vector)
    return times.astype(np.float64), answer.values[0]


def increase_by_hand(moment_ms: int, range_ms: int) -> float:
    """Prometheus's extrapolated increase, one sample after the other."""
    times, values = samples(SELECTOR, moment_ms - range_ms, moment_ms)
    gained = values[-1] - values[0]
    for before, after in itertools.pairwise(values):
        gained += before if after < before else 0
    sampled = times[-1] - times[0]
    usual = sampled / (len(times) - 1)
    to_start, to_end = times[0] - (moment_ms - range_ms), moment_ms - times[-1]
    if gained > 0:
        to_start = min(to_start, sampled * values[0] / gained)
    stretch = sampled
    stretch += to_start if to_start < usual * 1.1 else usual / 2
    stretch += to_end if to_end < usual * 1.1 else usual / 2
    return float(gained * stretch / sampled)


def ask(expression: str, times: list[int]) -> FloatArray:
    answer = evaluate(SHOP, expression, Grid(np.array(times), times[-1]))
    assert isinstance(answer, Vector)
    return answer.values[0]


@pytest.mark.parametrize(("range_text", "range_ms"), [("1m", 60_000), ("17s", 17_000), ("2h", 7_200_000)])
def test_increase_equals_the_calculation_by_hand_across_restarts(range_text: str, range_ms: int) -> None:
    times = [START_MS + i * 1_237_111 for i in range(200)]
    by_hand = [increase_by_hand(moment, range_ms) for moment in times]
    assert np.allclose(ask(f"increase({SELECTOR}[{range_text}])", times), by_hand, rtol=1e-12)
    rates = ask(f"rate({SELECTOR}[{range_text}])", times)
    assert np.allclose(rates, np.array(by_hand) / (range_ms / 1000), rtol=1e-12)


@pytest.mark.parametrize(
    ("function", "by_hand"),
    [("avg", np.mean), ("max", np.max), ("min", np.min), ("sum", np.sum), ("count", len)],
)
def test_summaries_over_time_see_every_scrape_of_the_window(function: str, by_hand: object) -> None:
    assert callable(by_hand)
    times = [START_MS + i * 731_123 for i in range(20)]
    expected = [by_hand(samples(MEMORY, moment - 300_000, moment)[1]) for moment in times]
    assert np.allclose(ask(f"{function}_over_time({MEMORY}[5m])", times), expected)


def test_irate_is_the_slope_of_the_last_two_scrapes() -> None:
    moment = START_MS + 3_000_000
    _, values = samples(SELECTOR, moment - 10_000, moment)
    assert ask(f"irate({SELECTOR}[1m])", [moment])[0] == (values[-1] - values[-2]) / 5


def test_a_window_with_one_sample_has_no_rate() -> None:
    assert np.isnan(ask(f"rate({SELECTOR}[4s])", [START_MS])[0])


def test_delta_of_a_level_may_be_negative() -> None:
    times = [START_MS + i * 60_000 for i in range(500)]
    assert (ask(f"delta({MEMORY}[5m])", times) < 0).any()


def test_an_offset_looks_back() -> None:
    times = [START_MS + i * 60_000 for i in range(20)]
    shifted = ask(f"rate({SELECTOR}[1m] offset 5m)", times)
    assert np.array_equal(shifted[5:], ask(f"rate({SELECTOR}[1m])", times)[:-5])
