"""When a new version is rolled out: pods restart one after another, and their counters begin again at 0."""

from functools import lru_cache

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS, first_scrape_of
from barograph.demo.noise import generator_of
from barograph.demo.services import Pod, Service
from barograph.domain import TimeArray

__all__ = ["MOST_DAYS_BETWEEN_DEPLOYS", "deploy_of", "restarts_of"]

MOST_DAYS_BETWEEN_DEPLOYS = 3
_ROLLING_SCRAPES = 30_000 // SCRAPE_MS


@lru_cache(maxsize=4096)
def deploy_of(seed: int, service: Service, day: int) -> int | None:
    """Return the scrape at which a service is deployed on a day, in working hours; None on a day without."""
    chance = generator_of(seed, "deploy", service.name, day)
    is_due = (day + len(service.name)) % MOST_DAYS_BETWEEN_DEPLOYS == 0
    if not is_due and chance.random() > 0.3:
        return None
    return first_scrape_of(day) + int(chance.uniform(8, 16) * 3_600_000) // SCRAPE_MS


def restarts_of(seed: int, pod: Pod, first_day: int, last_day: int) -> TimeArray:
    """Return the scrapes that are the first after a restart of this pod, in order."""
    deploys = [deploy_of(seed, pod.service, day) for day in range(first_day, last_day + 1)]
    delay = pod.index * _ROLLING_SCRAPES
    return np.array([deploy + delay for deploy in deploys if deploy is not None], dtype=np.int64)
