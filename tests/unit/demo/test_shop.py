import numpy as np
import pytest

from barograph.demo.clockwork import DAY_MS, SCRAPE_MS
from barograph.demo.families import SeriesOfPod
from barograph.demo.incidents import Incident, IncidentKind
from barograph.demo.shop import Shop
from barograph.domain import FloatArray

START_MS = 20_000 * DAY_MS
SHOP = Shop.open(1)
QUIET = Shop.open(1, is_quiet=True)


def series_of(shop: Shop, metric: str, pod: str, **labels: str) -> SeriesOfPod:
    wanted = {"__name__": metric, "pod": pod, **labels}
    found = shop.select(lambda own: own.matches(wanted))
    assert len(found) == 1
    return found[0]


def during(shop: Shop, incident: Incident, metric: str, pod: str, **labels: str) -> FloatArray:
    """What one series shows while an incident goes on: a gauge, or the change of a counter."""
    series = series_of(shop, metric, pod, **labels)
    values = shop.values(series, np.arange(incident.start_ms // SCRAPE_MS, incident.end_ms // SCRAPE_MS))
    return np.diff(values) if series.is_counter else values


def incident_of(kind: IncidentKind) -> Incident:
    incidents = SHOP.incidents(START_MS, START_MS + 30 * DAY_MS)
    return next(incident for incident in incidents if incident.kind is kind)


@pytest.mark.parametrize(
    ("kind", "metric", "labels", "factor"),
    [
        (IncidentKind.ERROR_BURST, "http_requests_total", {"code": "500"}, 15),
        (IncidentKind.TRAFFIC_DROP, "http_requests_total", {"code": "200"}, 1 / 2.5),
        (IncidentKind.TRAFFIC_SPIKE, "http_requests_total", {"code": "200"}, 2),
        (IncidentKind.LATENCY_SURGE, "http_request_duration_seconds_sum", {}, 2),
        (IncidentKind.ODD_POD, "http_request_duration_seconds_sum", {}, 2),
        (IncidentKind.CPU_HOG, "process_cpu_seconds_total", {}, 4),
        (IncidentKind.MEMORY_LEAK, "process_resident_memory_bytes", {}, 1.4),
        (IncidentKind.STUCK_QUEUE, "queue_messages_ready", {"queue": "orders"}, 20),
        (IncidentKind.DISK_FILLING, "node_filesystem_avail_bytes", {"mountpoint": "/data"}, 1 / 1.2),
    ],
)
def test_an_incident_is_visible_where_the_truth_says(
    kind: IncidentKind, metric: str, labels: dict[str, str], factor: float
) -> None:
    incident = incident_of(kind)
    pod = incident.pods[0] if incident.pods else f"{incident.service}-0"
    struck = during(SHOP, incident, metric, pod, **labels).mean()
    usual = during(QUIET, incident, metric, pod, **labels).mean()
    assert struck / usual > factor if factor > 1 else struck / usual < factor


def test_outside_of_incidents_the_shop_equals_its_quiet_twin() -> None:
    first = SHOP.incidents(START_MS, START_MS + 5 * DAY_MS)[0]
    series = series_of(SHOP, "queue_messages_ready", "queue-0", queue="orders")
    before = np.arange((first.start_ms - 600_000) // SCRAPE_MS, first.start_ms // SCRAPE_MS)
    assert np.array_equal(SHOP.values(series, before), QUIET.values(series, before))


def test_two_shops_with_one_seed_are_the_same_and_with_two_are_not() -> None:
    scrapes = np.arange(START_MS // SCRAPE_MS, START_MS // SCRAPE_MS + 50)
    answers = []
    for seed in (5, 5, 6):
        shop = Shop.open(seed)
        series = series_of(shop, "http_requests_total", "cart-0", code="200")
        answers.append(shop.values(series, scrapes).tolist())
    assert answers[0] == answers[1] != answers[2]


def test_going_live_changes_nothing_of_the_hour_before() -> None:
    shop = Shop.open(1, is_quiet=True)
    series = series_of(shop, "http_requests_total", "payment-0", code="500")
    now_ms = START_MS + DAY_MS // 2
    before = np.arange((now_ms - 3_600_000) // SCRAPE_MS, now_ms // SCRAPE_MS)
    after = np.arange(now_ms // SCRAPE_MS + 3, now_ms // SCRAPE_MS + 12)
    past, calm = shop.values(series, before), np.diff(shop.values(series, after)).mean()
    shop.go_live(now_ms)
    assert np.array_equal(shop.values(series, before), past)
    assert np.diff(shop.values(series, after)).mean() > 5 * max(calm, 0.1)
    assert shop.incidents(now_ms, now_ms + 1)[0].is_live


def test_a_flat_line_is_flat_although_its_peers_go_on() -> None:
    incident = incident_of(IncidentKind.FLAT_LINE)
    counted = during(SHOP, incident, "process_cpu_seconds_total", incident.pods[0])
    assert np.all(counted == 0)
    assert (
        series_of(SHOP, "up", incident.pods[0]).read(SHOP.ledger, SHOP.series[0].pod, np.array([1]))[0] == 1
    )
