from barograph.domain import Labels
from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened

FIRST, SECOND, OTHER = make_anomaly(1000), make_anomaly(5000), make_anomaly(9000, "errors")


def test_earlier_starts_are_listed_latest_first_within_bounds(stores: Stores) -> None:
    stores.anomalies.record([opened(FIRST), opened(SECOND), opened(OTHER)], now_ms=1)
    both = stores.starts.of("default", "latency", 0, 10)
    assert [(at_ms, name) for _, at_ms, name in both] == [
        (5000, SECOND.fingerprint),
        (1000, FIRST.fingerprint),
    ]
    assert both[0][0] == SECOND.labels
    assert len(stores.starts.of("default", "latency", 0, 1)) == 1
    assert len(stores.starts.of("default", "latency", 2000, 10)) == 1


def test_starts_are_read_by_detector_and_of_all_tenants(stores: Stores) -> None:
    stores.anomalies.record([opened(FIRST), opened(SECOND), opened(OTHER)], now_ms=1)
    assert stores.starts.by_detector("default", 0) == {"errors": [9000], "latency": [5000, 1000]}
    assert stores.starts.by_detector("default", 2000) == {"errors": [9000], "latency": [5000]}
    assert stores.starts.by_detector("other", 0) == {}
    assert stores.starts.since(2000) == [
        ("errors", Labels(OTHER.labels), 9000),
        ("latency", Labels(SECOND.labels), 5000),
    ]
