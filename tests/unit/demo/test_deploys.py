import itertools

from barograph.demo.clockwork import SCRAPES_PER_DAY
from barograph.demo.deploys import MOST_DAYS_BETWEEN_DEPLOYS, deploy_of, restarts_of
from barograph.demo.services import SERVICES


def test_every_service_is_deployed_at_least_every_few_days_in_working_hours() -> None:
    for service in SERVICES:
        deploys = [(day, deploy_of(1, service, day)) for day in range(20_000, 20_030)]
        days = [day for day, scrape in deploys if scrape is not None]
        assert max(b - a for a, b in itertools.pairwise(days)) <= MOST_DAYS_BETWEEN_DEPLOYS
        for day, scrape in deploys:
            if scrape is not None:
                assert 8 <= (scrape - day * SCRAPES_PER_DAY) / (SCRAPES_PER_DAY / 24) <= 16


def test_pods_restart_one_after_another() -> None:
    first, second, _ = (restarts_of(1, pod, 20_000, 20_010) for pod in SERVICES[0].pods)
    assert len(first)
    assert set(second - first) == {6}
