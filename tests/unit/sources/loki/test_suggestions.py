from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.suggestions import LokiSuggestions
from barograph.sources.suggestions import KeptLists
from tests.servers.loki import LokiDouble, recorded


def test_labels_and_values_of_streams_are_suggested_and_kept(loki: LokiDouble, api: LokiApi) -> None:
    suggestions = LokiSuggestions(api, KeptLists(clock=lambda: 7200.0))
    names = recorded("labels")["response"]["body"]["data"]
    values = recorded("label_values")["response"]["body"]["data"]
    assert suggestions.labels("") == suggestions.labels("ignored") == names
    assert suggestions.values("", "pod") == values
    assert suggestions.values("", "pod", part=values[0]) == values[:1]
    assert suggestions.metrics("up") == []
    assert [asked["path"] for asked in loki.requests] == ["labels", "label/pod/values"]
    assert loki.requests[0]["form"] == {"start": str(3600 * 10**9), "end": str(7200 * 10**9)}
