import re
import time
from dataclasses import replace
from datetime import datetime

import pytest

from barograph.domain import IncidentState, Severity
from barograph.sinks.base import Outcome
from barograph.sinks.dispatch import Courier
from barograph.storage import Stores
from barograph.storage.cursors import Cursor
from tests.servers.receiver import Receiver
from tests.unit.sinks.making import EXTERNAL_URL, make_incident, make_sink, make_sinks
from tests.unit.storage.making import make_anomaly, make_spec, opened, resolved, updated

NOW = 1_750_000_000_000


def test_an_alert_has_stable_labels_and_says_what_a_person_needs(stores: Stores, receiver: Receiver) -> None:
    annotations = {"runbook_url": "https://runbooks/latency", "description": "never instead of the evidence"}
    spec = make_spec(title="Latency", labels={"team": "shop"}, annotations=annotations)
    stores.detectors.create("default", spec, 0)
    stores.anomalies.record([opened(make_anomaly(NOW - 1000))], NOW)
    labels = {"cluster": "eu", "route": "never instead of the label of the series"}
    sink = make_sink(stores, receiver.url, external_labels=labels)
    verdicts = sink.deliver(stores.outbox.claim("main/1", NOW, 1000), NOW)
    assert [verdict.outcome for verdict in verdicts] == [Outcome.DELIVERED]
    (delivery,) = receiver.deliveries
    (alert,) = delivery.body
    assert delivery.path == "/api/v2/alerts"
    assert alert["labels"] == {
        "alertname": "BarographAnomaly",
        "detector": "latency",
        "severity": "warning",
        "metric": "latency",
        "route": "/cart",
        "team": "shop",
        "cluster": "eu",
    }
    assert alert["annotations"]["description"] == "latency is 9, expected 2"
    assert alert["annotations"]["runbook_url"] == "https://runbooks/latency"
    assert alert["annotations"]["score"] == "0.700"
    assert alert["startsAt"] == "2025-06-15T15:06:39.000Z"
    assert alert["endsAt"] == "2025-06-15T15:10:40.000Z", "four times the resend delay from now"
    assert alert["generatorURL"].startswith(f"{EXTERNAL_URL}/?anomaly=")


def test_open_alerts_come_again_each_minute_and_ended_ones_for_a_quarter_of_an_hour(
    stores: Stores, receiver: Receiver
) -> None:
    first, second = make_anomaly(NOW, pod="a"), make_anomaly(NOW, pod="b")
    stores.anomalies.record([opened(first), opened(second), resolved(second, NOW + 1000)], NOW)
    sink = make_sink(stores, receiver.url)
    minutes = [0, 0.5, 1, 10, 16]
    for minute in minutes:
        sink.refresh(NOW + int(minute * 60_000))
    assert [len(delivery.body) for delivery in receiver.deliveries] == [2, 2, 2, 1]


def test_open_alerts_come_again_though_the_clock_was_set_back(stores: Stores, receiver: Receiver) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW - 7_200_000))], NOW - 7_200_000)
    sink = make_sink(stores, receiver.url)
    for minutes in (0, -60, -59.5, -59):
        sink.refresh(NOW + int(minutes * 60_000))
    assert len(receiver.deliveries) == 3


@pytest.mark.parametrize(("stopped_minutes", "told_after"), [(2, 0), (60, 60)])
def test_after_a_long_stop_it_is_first_looked_at_what_goes_on(
    stores: Stores, receiver: Receiver, stopped_minutes: int, told_after: int
) -> None:
    judged_ms = NOW - stopped_minutes * 60_000
    cursor = Cursor("default", "latency", judged_ms, judged_ms)
    stores.anomalies.record_tick([opened(make_anomaly(judged_ms))], judged_ms, cursor, None)
    sink = make_sink(stores, receiver.url)
    told_at = []
    for seconds in (0, 30, 59, 60):
        before = len(receiver.deliveries)
        sink.refresh(NOW + seconds * 1000)
        told_at += [seconds] * (len(receiver.deliveries) - before)
    assert told_at[0] == told_after


def test_the_end_of_an_old_episode_does_not_end_a_new_one(stores: Stores, receiver: Receiver) -> None:
    old, new = make_anomaly(NOW), make_anomaly(NOW + 5000)
    stores.anomalies.record([opened(old), resolved(old, NOW + 2000), opened(new)], NOW)
    make_sink(stores, receiver.url).refresh(NOW + 6000)
    (alert,) = receiver.deliveries[0].body
    assert alert["startsAt"] == "2025-06-15T15:06:45.000Z"
    assert alert["endsAt"] > alert["startsAt"]


def test_a_late_message_tells_how_the_episode_is_now(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly), updated(anomaly, NOW + 1)], NOW)
    stores.anomalies.record([resolved(anomaly, NOW + 1000)], NOW)
    late = [one for one in stores.outbox.claim("main/1", NOW, 1000) if one.kind == "updated"]
    make_sink(stores, receiver.url).deliver(late, NOW + 5000)
    (alert,) = receiver.deliveries[0].body
    assert alert["endsAt"] == "2025-06-15T15:06:41.000Z"


def test_a_clock_behind_that_of_the_points_still_ends_alerts(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW + 50_000)
    stores.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 60_000)], NOW)
    make_sink(stores, receiver.url).refresh(NOW)
    (alert,) = receiver.deliveries[0].body
    assert alert["startsAt"] == alert["endsAt"] == "2025-06-15T15:06:40.000Z"


def test_a_storm_is_sent_in_batches(stores: Stores, receiver: Receiver) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW, pod=str(number))) for number in range(600)], NOW)
    make_sink(stores, receiver.url).refresh(NOW)
    assert [len(delivery.body) for delivery in receiver.deliveries] == [256, 256, 88]


def test_more_severe_ends_the_milder_alert(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly)], NOW)
    sink = make_sink(stores, receiver.url)
    sink.refresh(NOW)
    worse = replace(anomaly, severity=Severity.CRITICAL, updated_ms=NOW + 1000)
    stores.anomalies.record([replace(opened(worse), kind=resolved(worse, 0).kind)], NOW)
    sink.refresh(NOW + 60_000)
    told = [(alert["labels"]["severity"], alert["endsAt"]) for alert in receiver.deliveries[1].body]
    assert told[0] == ("warning", "2025-06-15T15:07:40.000Z")
    assert told[1][0] == "critical"
    milder, worse_one = (alert["annotations"] for alert in receiver.deliveries[1].body)
    assert milder["description"] == milder["goes_on"] == "It goes on as critical."
    assert "goes_on" not in worse_one


def test_what_became_more_severe_and_ended_at_once_is_over(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly)], NOW)
    sink = make_sink(stores, receiver.url)
    sink.refresh(NOW)
    stores.anomalies.record([resolved(replace(anomaly, severity=Severity.CRITICAL), NOW + 1000)], NOW)
    sink.refresh(NOW + 60_000)
    milder, _ = receiver.deliveries[1].body
    assert (milder["labels"]["severity"], milder["endsAt"]) == ("warning", "2025-06-15T15:06:41.000Z")
    assert "goes_on" not in milder["annotations"]


def test_the_milder_alert_is_ended_also_where_the_first_attempt_failed(
    stores: Stores, receiver: Receiver
) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly)], NOW)
    sink = make_sink(stores, receiver.url)
    sink.refresh(NOW)
    worse = replace(anomaly, severity=Severity.CRITICAL, updated_ms=NOW + 1000)
    stores.anomalies.record([updated(worse, NOW + 1000)], NOW)
    receiver.status = 503
    sink.refresh(NOW + 60_000)
    receiver.status = 200
    sink.refresh(NOW + 120_000)
    sink.refresh(NOW + 180_000)
    told = [[alert["labels"]["severity"] for alert in each.body] for each in receiver.deliveries]
    assert told == [["warning"], ["warning", "critical"], ["critical"]]


def test_a_refused_batch_is_not_sent_again_and_an_outage_is(stores: Stores, receiver: Receiver) -> None:
    stores.anomalies.record([opened(make_anomaly(NOW))], NOW)
    messages = stores.outbox.claim("main/1", NOW, 1000)
    sink = make_sink(stores, receiver.url)
    outcomes = []
    for receiver.status in (400, 401, 503):
        outcomes.append(sink.deliver(messages, NOW)[0].outcome)
    assert outcomes == [Outcome.REFUSED, Outcome.RETRY, Outcome.RETRY]


def test_an_incident_takes_over_the_labels_that_route_it(stores: Stores, receiver: Receiver) -> None:
    first = make_anomaly(1000, pod="a", team="shop")
    stores.anomalies.record([opened(first)], NOW)
    stores.incidents.record([make_incident(first.fingerprint)], NOW)
    quiet = make_incident(first.fingerprint)
    quiet = replace(quiet, incident=replace(quiet.incident, id="inc2", held_back="Nobody was told."))
    stores.incidents.record([quiet], NOW)
    make_sink(stores, receiver.url, send=["incidents"]).refresh(NOW)
    (alert,) = receiver.deliveries[0].body
    assert re.fullmatch("[0-9a-f]{12}", alert["labels"].pop("series"))
    assert alert["labels"] == {
        "alertname": "BarographIncident",
        "incident": "inc1",
        "severity": "critical",
        "team": "shop",
    }
    assert alert["annotations"]["suspects"] == "db, cache"
    merged = make_incident(first.fingerprint, state=IncidentState.MERGED)
    merged = replace(merged, incident=replace(merged.incident, merged_into="inc0"))
    stores.incidents.record([merged], NOW)
    make_sink(stores, receiver.url, send=["incidents"]).deliver(stores.outbox.claim("main/1", NOW, 1), NOW)
    (end,) = (one for one in receiver.deliveries[1].body if one["labels"].get("incident") == "inc1")
    assert end["annotations"]["description"] == "It goes on in incident inc0."
    assert end["generatorURL"] == f"{EXTERNAL_URL}/?incident=inc0"
    ends = {alert["labels"]["alertname"]: alert["endsAt"] for alert in receiver.deliveries[1].body}
    assert ends["BarographIncident"] == "1970-01-01T00:00:02.000Z"


def test_what_was_over_before_it_could_be_told_is_held_open_and_says_so(
    stores: Stores, receiver: Receiver
) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 1000)], NOW)
    sink = make_sink(stores, receiver.url, hold="2m")
    sink.deliver(stores.outbox.claim("main/1", NOW, 1000), NOW + 600_000)
    for second in (601, 719, 781):
        sink.refresh(NOW + second * 1000)
    alerts = [delivery.body[0] for delivery in receiver.deliveries]
    held, over = "2025-06-15T15:18:40.000Z", "2025-06-15T15:06:41.000Z"
    assert [alert["endsAt"] for alert in alerts] == [held, held, held, over]
    late = "latency is 9, expected 2 It was over at 15:06 UTC and is told late."
    assert [alert["annotations"]["description"] for alert in alerts][2:] == [late, "latency is 9, expected 2"]


def test_a_start_that_came_with_a_resend_before_its_message_is_not_late(
    stores: Stores, receiver: Receiver
) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly)], NOW)
    sink = make_sink(stores, receiver.url, resend="1s")
    sink.refresh(NOW + 100)
    stores.anomalies.record([resolved(anomaly, NOW + 1000)], NOW + 1000)
    sink.refresh(NOW + 1200)
    sink.deliver(stores.outbox.claim("main/1", NOW + 1300, 1000), NOW + 1300)
    alerts = [delivery.body[0] for delivery in receiver.deliveries]
    over = "2025-06-15T15:06:41.000Z"
    assert [alert["endsAt"] for alert in alerts[1:]] == [over, over]
    assert alerts[-1]["annotations"]["description"] == "latency is 9, expected 2"


def test_what_is_over_for_long_calls_nobody(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 1000)], NOW)
    sink = make_sink(stores, receiver.url, tell_late="5m")
    sink.deliver(stores.outbox.claim("main/1", NOW, 1000), NOW + 302_000)
    assert receiver.deliveries[0].body[0]["endsAt"] == "2025-06-15T15:06:41.000Z"


@pytest.mark.parametrize(("ahead_seconds", "sent"), [(2, [0]), (-900, [0, -900]), (900, [0, 900])])
def test_times_are_sent_in_the_clock_of_the_alertmanager(
    stores: Stores, receiver: Receiver, ahead_seconds: int, sent: list[int]
) -> None:
    now_ms = int(time.time()) * 1000
    stores.anomalies.record([opened(make_anomaly(now_ms))], now_ms)
    sink = make_sink(stores, receiver.url, clock=lambda: time.time() - ahead_seconds)
    sink.refresh(now_ms)
    starts = [
        datetime.fromisoformat(delivery.body[0]["startsAt"]).timestamp() for delivery in receiver.deliveries
    ]
    assert [round((start - now_ms / 1000) / 10) * 10 for start in starts] == sent


def test_of_a_cluster_only_what_none_heard_in_time_is_held_open(stores: Stores, receiver: Receiver) -> None:
    both = Stores.over(stores.database, ("main/1", "main/2"), ())
    heard, unheard = make_anomaly(NOW, pod="heard"), make_anomaly(NOW + 1, pod="unheard")
    both.anomalies.record([opened(heard)], NOW)
    both.outbox.mark_delivered([one.id for one in both.outbox.claim("main/2", NOW, 1000)], NOW + 10)
    both.anomalies.record([opened(unheard), resolved(unheard, NOW + 500)], NOW + 500)
    both.anomalies.record([resolved(heard, NOW + 500)], NOW + 500)
    # The second Alertmanager recovered a little earlier and is told late of what none had heard.
    both.outbox.mark_delivered([one.id for one in both.outbox.claim("main/2", NOW + 500, 1000)], NOW + 900)
    (sink, _) = make_sinks(stores, receiver.url, receiver.url)
    sink.deliver(both.outbox.claim("main/1", NOW + 500, 1000), NOW + 1000)
    ends = {alert["labels"]["pod"]: alert["endsAt"] for alert in receiver.deliveries[0].body}
    assert ends == {"heard": "2025-06-15T15:06:40.500Z", "unheard": "2025-06-15T15:08:41.000Z"}


def test_a_restart_goes_on_holding_what_was_told_late(stores: Stores, receiver: Receiver) -> None:
    anomaly = make_anomaly(NOW)
    stores.anomalies.record([opened(anomaly), resolved(anomaly, NOW + 1000)], NOW)
    Courier(make_sink(stores, receiver.url, hold="2m"), stores.outbox).run_once(NOW + 600_000)
    restarted = make_sink(stores, receiver.url, hold="2m")
    restarted.refresh(NOW + 601_000)
    restarted.refresh(NOW + 721_000)
    ends = [delivery.body[0]["endsAt"] for delivery in receiver.deliveries]
    held, over = "2025-06-15T15:18:40.000Z", "2025-06-15T15:06:41.000Z"
    assert ends == [held, held, held, over]
