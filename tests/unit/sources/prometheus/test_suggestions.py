import json

from barograph.sources.http import HttpClient, HttpOptions
from barograph.sources.prometheus.api import PrometheusApi
from barograph.sources.prometheus.suggestions import PrometheusSuggestions
from barograph.sources.suggestions import KeptLists, MetricHint
from tests.servers.faults import Reply, answer, serving


def success(data: object) -> Reply:
    return answer(json.dumps({"status": "success", "data": data}).encode())


def make(url: str, clock: list[float]) -> PrometheusSuggestions:
    api = PrometheusApi(HttpClient(url, HttpOptions()))
    return PrometheusSuggestions(api, KeptLists(clock=lambda: clock[0]))


def test_metrics_come_with_type_and_help_those_that_start_alike_first() -> None:
    names = success(["a_up", "up", "up_bucket", "other"])
    metadata = success({"up": [{"type": "gauge", "help": "Whether it is up."}]})
    with serving(names, metadata) as server:
        found = make(server.url, [0.0]).metrics("up")
    known = ("gauge", "Whether it is up.")
    assert found == [MetricHint("up", *known), MetricHint("up_bucket", *known), MetricHint("a_up")]


def test_a_list_is_asked_for_once_in_a_while() -> None:
    clock = [1000.0]
    with serving(success(["b1", "b2", "c"])) as server:
        suggestions = make(server.url, clock)
        assert suggestions.values("up", "job", "b") == ["b1", "b2"]
        assert suggestions.values("up", "job", "c") == ["c"]
        assert len(server.requests) == 1
        clock[0] += 61
        suggestions.values("up", "job")
        assert len(server.requests) == 2


def test_names_of_labels_do_not_list_the_name_itself() -> None:
    with serving(success(["__name__", "job"])) as server:
        assert make(server.url, [0.0]).labels('u"p') == ["job"]
    assert b"u%5C%22p" in server.requests[0]


def test_a_label_cannot_lead_to_another_address() -> None:
    with serving(success([])) as server:
        make(server.url, [0.0]).values("up", "../../admin")
    assert server.requests[0].startswith(b"GET /api/v1/label/..%2F..%2Fadmin/values?")
