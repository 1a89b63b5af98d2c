from barograph.domain import EventType, Feedback, Verdict
from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened

FIRST, SECOND = make_anomaly(1000), make_anomaly(5000)


def say(stores: Stores, fingerprint: str, verdict: Verdict, at_ms: int = 1, tenant: str = "default") -> None:
    stores.feedback.add(Feedback(tenant, fingerprint, "latency", verdict, "because", "local", at_ms))


def test_everything_that_was_said_is_kept_and_the_latest_comes_first(stores: Stores) -> None:
    stores.anomalies.record([opened(FIRST)], now_ms=1)
    say(stores, FIRST.fingerprint, Verdict.NOISE, 10)
    say(stores, FIRST.fingerprint, Verdict.USEFUL, 20)
    assert [(one.verdict, one.at_ms) for one in stores.feedback.of("default", FIRST.fingerprint)] == [
        (Verdict.USEFUL, 20),
        (Verdict.NOISE, 10),
    ]
    assert stores.feedback.of("other", FIRST.fingerprint) == ()


def test_the_last_verdict_on_each_recent_anomaly_counts(stores: Stores) -> None:
    stores.anomalies.record([opened(FIRST), opened(SECOND)], now_ms=1)
    for verdict in (Verdict.NOISE, Verdict.EXPECTED):
        say(stores, SECOND.fingerprint, verdict)
    say(stores, FIRST.fingerprint, Verdict.USEFUL)
    assert stores.feedback.verdicts("default", "latency", 0) == {
        FIRST.fingerprint: Verdict.USEFUL,
        SECOND.fingerprint: Verdict.EXPECTED,
    }
    assert stores.feedback.verdicts("default", "latency", 2000) == {SECOND.fingerprint: Verdict.EXPECTED}
    assert stores.feedback.verdicts("default", "errors", 0) == {}


def test_feedback_is_an_event(stores: Stores) -> None:
    stores.anomalies.record([opened(FIRST)], now_ms=1)
    say(stores, FIRST.fingerprint, Verdict.NOISE, 7)
    event = stores.events.after("default", 0)[-1]
    assert (event.type, event.detector_id, event.created_ms) == (EventType.FEEDBACK_GIVEN, "latency", 7)
    assert event.payload["verdict"] == "noise"
