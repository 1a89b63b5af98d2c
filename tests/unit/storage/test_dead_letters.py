from barograph.storage import PageRequest, Stores
from tests.unit.storage.making import make_anomaly, opened


def refuse(stores: Stores, sink: str, count: int) -> None:
    """Leave dead letters in a queue."""
    own = Stores.over(stores.database, (sink,), ())
    own.anomalies.record([opened(make_anomaly(number, sink)) for number in range(1, count + 1)], 1)
    own.outbox.mark_dead([one.id for one in own.outbox.claim(sink, 1, 1000)], "no")


def test_letters_come_page_by_page_the_latest_first_and_sink_by_sink(stores: Stores) -> None:
    refuse(stores, "main/1", 3)
    refuse(stores, "main2/1", 1)
    letters = stores.dead_letters
    first = letters.page("default", "main", PageRequest(limit=2))
    second = letters.page("default", "main", PageRequest(limit=2, cursor=first.next_cursor))
    ids = [one.id for one in (*first.items, *second.items)]
    assert (ids, second.next_cursor) == (sorted(ids, reverse=True), None)
    assert len(ids) == 3
    assert [one.queue for one in letters.page("default").items] == ["main2/1", *["main/1"] * 3]


def test_named_letters_are_due_again_and_no_others(stores: Stores) -> None:
    refuse(stores, "main/1", 3)
    letter, *_ = stores.dead_letters.page("default").items
    assert stores.dead_letters.replay("default", 5, ids=[letter.id]) == 1
    assert [one.id for one in stores.outbox.claim("main/1", 5, 1000)] == [letter.id]
    assert stores.outbox.counts() == {"main/1": (1, 2)}
    assert stores.dead_letters.replay("default", 5, ids=[]) == 0
