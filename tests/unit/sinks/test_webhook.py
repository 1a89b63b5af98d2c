import hashlib
import hmac
from dataclasses import replace

from barograph.domain import IncidentChangeKind, Severity
from barograph.sinks.base import Outcome
from barograph.storage import Stores
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import make_incident, make_sink
from tests.unit.storage.making import make_anomaly, opened, resolved, updated

NOW = 1_750_000_000_000


def test_a_receiver_hears_of_the_start_and_the_end_and_can_check_who_speaks(
    stores: Stores, receiver: Receiver
) -> None:
    anomaly = make_anomaly(NOW)
    changes = [opened(anomaly), updated(anomaly, NOW + 500), resolved(anomaly, NOW + 1000)]
    stores.anomalies.record(changes, NOW)
    sink = make_sink(stores, f"{receiver.url}/hook", type="webhook", secret="key")
    verdicts = sink.deliver(stores.outbox.claim("main/1", NOW, 1000), NOW)
    assert {verdict.outcome for verdict in verdicts} == {Outcome.DELIVERED}
    start, end = receiver.deliveries
    for delivery in (start, end):
        digest = hmac.new(b"key", delivery.raw, hashlib.sha256).hexdigest()
        assert delivery.headers["X-Barograph-Signature"] == f"sha256={digest}"
        assert delivery.path == "/hook"
    assert start.body["version"] == "4"
    assert [start.body["status"], end.body["status"]] == ["firing", "resolved"]
    assert start.body["groupKey"] == end.body["groupKey"]
    assert start.body["alerts"][0]["endsAt"] == "0001-01-01T00:00:00Z"
    assert end.body["alerts"][0]["endsAt"] == "2025-06-15T15:06:41.000Z"
    assert sink.refresh(NOW) is None


def test_a_receiver_hears_of_an_incident_that_becomes_more_severe(stores: Stores, receiver: Receiver) -> None:
    start = make_incident()
    mild = replace(start, incident=replace(start.incident, severity=Severity.WARNING))
    stores.incidents.record([mild], NOW)
    stores.incidents.record([replace(mild, kind=IncidentChangeKind.UPDATED)], NOW + 1)
    sink = make_sink(stores, receiver.url, type="webhook", send=["incidents"])
    messages = stores.outbox.claim("main/1", NOW, 1000)
    sink.deliver(messages, NOW)
    stores.outbox.mark_delivered([one.id for one in messages], NOW)
    stores.incidents.record([replace(start, kind=IncidentChangeKind.ESCALATED)], NOW + 2)
    sink.deliver(stores.outbox.claim("main/1", NOW + 2, 1000), NOW)
    told = [(one.body["status"], one.body["commonLabels"]["severity"]) for one in receiver.deliveries]
    assert told == [("firing", "warning"), ("firing", "critical")]


def test_after_a_failure_the_rest_waits_so_that_the_order_is_kept(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 1000)], NOW)
    receiver.status = 500
    sink = make_sink(stores, receiver.url, type="webhook")
    verdicts = sink.deliver(stores.outbox.claim("main/1", NOW, 1000), NOW)
    assert [verdict.outcome for verdict in verdicts] == [Outcome.RETRY, Outcome.RETRY]
    assert receiver.refused == 1
