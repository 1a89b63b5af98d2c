import numpy as np

from barograph.demo.clockwork import SCRAPES_PER_DAY
from barograph.demo.effects import Quantity
from barograph.demo.services import service_named
from barograph.demo.traffic import count_day

POD = service_named("payment").pods[0]


def step(size: float) -> np.ndarray:
    return np.where(np.arange(SCRAPES_PER_DAY) >= 9000, size, 0.0)


def test_a_usual_day_has_the_rates_of_the_service() -> None:
    day = count_day(1, POD, 20_000, {})
    requests = int(day.fast[-1]) + int(day.slow[-1]) + int(day.failed[-1])
    assert 0.6 < requests / (86_400 * POD.service.requests_per_second / 2) < 1.4
    assert 0.5 < day.failed[-1] / requests / POD.service.error_ratio < 2
    assert 0.5 < day.slow[-1] / requests / POD.service.slow_ratio < 2


def test_running_sums_never_fall() -> None:
    day = count_day(1, POD, 20_000, {Quantity.TRAFFIC: step(-1.5), Quantity.ERRORS: step(2.0)})
    for column in (day.fast, day.slow, day.failed, day.cpu_ms):
        assert np.all(np.diff(column) >= 0)


def test_what_comes_before_a_departure_does_not_depend_on_it() -> None:
    usual = count_day(1, POD, 20_000, {})
    struck = count_day(1, POD, 20_000, {Quantity.ERRORS: step(0.3), Quantity.SLOWNESS: step(0.4)})
    for column in ("fast", "slow", "failed", "cpu_ms"):
        assert np.array_equal(getattr(usual, column)[:9000], getattr(struck, column)[:9000])
    assert struck.failed[-1] > 10 * usual.failed[-1]
    assert struck.slow[-1] > 3 * usual.slow[-1]
