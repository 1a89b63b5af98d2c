from typing import Any

from barograph.storage import PageRequest, Stores
from barograph.storage.notifications import Notification, NotificationFilter, NotifiedEpisode


def told(at_ms: int, name: str = "HighLatency", **more: Any) -> Notification:
    values = {"receiver": "slack", "status": "firing", "alert": name, "started_ms": 100, "ended_ms": None}
    return Notification("default", at_ms, name=name, labels={"alertname": name}, **{**values, **more})


def test_notifications_come_page_by_page_the_latest_first(stores: Stores) -> None:
    stores.notifications.add([told(at_ms) for at_ms in (1, 3, 2)])
    first = stores.notifications.page("default", request=PageRequest(limit=2))
    rest = stores.notifications.page("default", request=PageRequest(limit=2, cursor=first.next_cursor))
    assert [one.at_ms for one in (*first.items, *rest.items)] == [3, 2, 1]
    assert stores.notifications.page("other").items == ()


def test_a_filter_takes_an_incident_or_its_anomalies_from_a_moment_on(stores: Stores) -> None:
    stores.notifications.add(
        [told(1, fingerprint="a"), told(2, incident_id="c"), told(3), told(4, fingerprint="a")]
    )
    chosen = NotificationFilter(["a", "b"], "c", from_ms=2)
    assert [one.at_ms for one in stores.notifications.page("default", chosen).items] == [4, 2]


def test_an_episode_ends_with_the_last_end_that_was_told(stores: Stores) -> None:
    stores.notifications.add([told(1), told(2, ended_ms=150), told(3, ended_ms=160, receiver="pager")])
    stores.notifications.add([told(4, started_ms=200), told(5, name="BarographIncident")])
    labels = {"alertname": "HighLatency"}
    assert stores.notifications.episodes("default", 0, 1000) == (
        NotifiedEpisode("HighLatency", labels, 100, 160),
        NotifiedEpisode("HighLatency", labels, 200, None),
    )
    assert len(stores.notifications.episodes("default", 161, 199)) == 0
    assert stores.notifications.forget_before(3) == 2
    stores.notifications.add([])
