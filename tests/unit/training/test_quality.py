from barograph.domain import Feedback, Verdict
from barograph.storage import Stores
from barograph.training.quality import describe_quality
from tests.unit.storage.making import make_anomaly, make_spec, opened

DAY_MS = 86_400_000
NOW_MS = 100 * DAY_MS


def test_alerts_of_a_week_are_counted_as_a_budget_counts_them(stores: Stores) -> None:
    policy = {"budget": {"alerts": 1, "per": "1d", "together": "10m"}}
    detector = stores.detectors.create("default", make_spec(policy=policy), 0)
    starts = (NOW_MS - 8 * DAY_MS, NOW_MS - DAY_MS, NOW_MS - DAY_MS + 300_000, NOW_MS - DAY_MS + 900_000)
    for number, start_ms in enumerate(starts):
        stores.anomalies.record([opened(make_anomaly(start_ms, pod=str(number)))], now_ms=start_ms)
    told = describe_quality(stores, detector, NOW_MS)
    assert (told["alerts_per_week"], told["budget_per_week"]) == (2, 7)


def test_precision_is_the_share_of_last_words_that_are_not_noise(stores: Stores) -> None:
    detector = stores.detectors.create("default", make_spec(), 0)
    assert describe_quality(stores, detector, NOW_MS)["feedback"]["precision"] is None
    said = [
        (Verdict.USEFUL,),
        (Verdict.NOISE, Verdict.EXPECTED),
        (Verdict.USEFUL, Verdict.NOISE),
        (Verdict.USEFUL,),
    ]
    for number, verdicts in enumerate(said):
        anomaly = make_anomaly(NOW_MS - DAY_MS, pod=str(number))
        stores.anomalies.record([opened(anomaly)], now_ms=1)
        for verdict in verdicts:
            stores.feedback.add(Feedback("default", anomaly.fingerprint, "latency", verdict, "", "me", 1))
    feedback = describe_quality(stores, detector, NOW_MS)["feedback"]
    assert feedback == {"useful": 2, "expected": 1, "noise": 1, "precision": 0.75}
