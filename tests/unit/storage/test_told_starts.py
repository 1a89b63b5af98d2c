from barograph.storage import Stores
from tests.unit.storage.making import make_anomaly, opened, resolved

HEARD, UNHEARD = make_anomaly(1, pod="heard"), make_anomaly(2, pod="unheard")


def take(stores: Stores, sink: str, now_ms: int) -> None:
    stores.outbox.mark_delivered([one.id for one in stores.outbox.claim(sink, now_ms, 1000)], now_ms)


def test_a_start_that_was_taken_before_the_end_was_written_was_told_in_time(stores: Stores) -> None:
    both = Stores.over(stores.database, ("main/1", "main/2"), ())
    both.anomalies.record([opened(HEARD)], 10)
    take(both, "main/1", 20)
    both.anomalies.record([opened(UNHEARD), resolved(UNHEARD, 5), resolved(HEARD, 5)], 30)
    take(both, "main/1", 40)
    names = [HEARD.fingerprint, UNHEARD.fingerprint]
    told = both.told_starts
    assert told.in_time("default", names, ["main/1"]) == {HEARD.fingerprint}
    assert told.in_time("default", names, ["main/2"]) == frozenset()
    assert told.in_time("other", names, ["main/1"]) == frozenset()
    assert told.late("main/1", 40) == {("default", UNHEARD.fingerprint): 40}
    assert told.late("main/1", 41) == {}
    assert told.late("main/2", 0) == {}
