from barograph.engine.sink_tests import SinkTestHandler
from barograph.storage import Stores
from tests.servers.receiver import receiver_running
from tests.unit.engine.test_rehearsal import NobodyWaits
from tests.unit.sinks.making import make_sink


def test_each_address_says_what_became_of_the_test_message(stores: Stores) -> None:
    with receiver_running() as good, receiver_running() as bad:
        bad.status = 422
        sinks = [
            make_sink(stores, good.url, type="webhook", name="main"),
            make_sink(stores, bad.url, type="webhook", name="main"),
            make_sink(stores, good.url, type="alertmanager", name="other"),
        ]
        handler = SinkTestHandler(lambda: sinks, clock=lambda: 1_750_000_000.0)
        job = stores.jobs.add("default", "sink_test", 1, request={"sink": "main", "asked_by": "Ada"})
        first, second = handler(job, NobodyWaits())["items"]
        assert first == {"queue": "main/1", "outcome": "delivered", "reason": ""}
        assert (second["outcome"], "422" in second["reason"]) == ("refused", True)
        (alert,) = good.deliveries[0].body["alerts"]
        assert alert["labels"]["alertname"] == "BarographTest"
        assert alert["annotations"]["description"].startswith("Ada tries")
        other = stores.jobs.add("default", "sink_test", 1, request={"sink": "other"})
        assert [item["outcome"] for item in handler(other, NobodyWaits())["items"]] == ["delivered"]
        assert good.deliveries[1].path == "/api/v2/alerts"
