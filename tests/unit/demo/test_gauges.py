import numpy as np
import pytest

from barograph.demo.clockwork import SCRAPES_PER_DAY, first_scrape_of
from barograph.demo.deploys import restarts_of
from barograph.demo.effects import Quantity
from barograph.demo.gauges import GAUGES
from barograph.demo.services import service_named

POD = service_named("queue").pods[0]
DAY = next(day for day in range(20_000, 20_009) if len(restarts_of(1, POD, day, day)))
CALM: dict[Quantity, np.ndarray] = {}


@pytest.mark.parametrize("name", GAUGES)
def test_a_usual_day_is_positive_and_the_same_every_time(name: str) -> None:
    day = GAUGES[name](1, POD, DAY, CALM)
    assert day.shape == (SCRAPES_PER_DAY,)
    assert np.all(day > 0)
    assert np.array_equal(day, GAUGES[name](1, POD, DAY, CALM))


@pytest.mark.parametrize(
    ("name", "quantity", "size", "sign"),
    [
        ("memory", Quantity.MEMORY, 5e8, 1),
        ("queue", Quantity.QUEUE, 4000.0, 1),
        ("disk_free", Quantity.DISK, 0.3, -1),
        ("connections", Quantity.SLOWNESS, 0.5, 1),
    ],
)
def test_a_departure_stands_out_of_the_noise(name: str, quantity: Quantity, size: float, sign: int) -> None:
    usual = GAUGES[name](1, POD, DAY, CALM)
    struck = GAUGES[name](1, POD, DAY, {quantity: np.full(SCRAPES_PER_DAY, size)})
    assert np.median(sign * (struck - usual)) > 4 * np.std(np.diff(usual))


def test_memory_falls_at_a_restart() -> None:
    memory = GAUGES["memory"](1, POD, DAY, CALM)
    restart = int(restarts_of(1, POD, DAY, DAY)[0]) - first_scrape_of(DAY)
    assert memory[restart + 1] < 0.95 * memory[restart - 1]
