from barograph.algorithms.registry import Registry
from barograph.bench._shop_replay import Period, replay
from barograph.bench._shop_signals import INCIDENT_SIGNALS, QUIET_SIGNALS, detectors_for
from barograph.demo.clockwork import DAY_MS
from barograph.demo.incidents import IncidentKind
from barograph.demo.shop import Shop

START_MS = 20_482 * DAY_MS


def test_an_alert_opens_when_the_queue_is_stuck_and_not_before() -> None:
    shop = Shop.open(1)
    stuck = next(
        incident
        for incident in shop.incidents(START_MS, START_MS + 28 * DAY_MS)
        if incident.kind is IncidentKind.STUCK_QUEUE
    )
    spec = next(spec for spec in detectors_for(INCIDENT_SIGNALS, "mad") if spec.name == "queue")
    period = Period(stuck.start_ms - 2 * DAY_MS, stuck.start_ms - 3_600_000, stuck.end_ms)
    episodes, series = replay(shop, spec, Registry.installed(), period)
    assert series == 2
    assert episodes
    assert all(stuck.start_ms <= episode.opened_ms <= stuck.end_ms for episode in episodes)


def test_quiet_weeks_watch_everything_that_incident_weeks_do() -> None:
    assert INCIDENT_SIGNALS.items() <= QUIET_SIGNALS.items()
