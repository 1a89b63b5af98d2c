import pytest

from barograph.errors import SourceAnswerInvalid, SourceRejectedQuery
from barograph.sources.loki.api import IndexStats, LokiApi
from barograph.sources.matrix.grid import Grid
from tests.servers.loki import LokiDouble, recorded


def test_every_endpoint_is_asked_as_the_tenant_and_read(loki: LokiDouble, api: LokiApi) -> None:
    assert api.label_names(0, 1) == ["app", "level", "pod", "service_name"]
    assert api.label_values("pod", 0, 1) == ["shop-0", "shop-1", "shop-2"]
    assert api.series('{app="shop"}', 0, 1)[0]["app"] == "shop"
    assert api.stats('{app="shop"}', 0, 1) == IndexStats(0, 0, 0, 0)
    assert api.volume('{app="shop"}', 0, 1) == [({"app": "shop"}, 285355)]
    assert api.patterns('{app="shop"}', 0, 1)[0].level == "info"
    assert api.query('sum(rate({a="b"}[1m]))', 5)["resultType"] == "vector"
    assert api.format_query('{app="shop"}|="x"') == '{app="shop"} |= "x"'
    assert api.version() == ""
    assert {asked["headers"]["X-Scope-Orgid"] for asked in loki.requests} == {"acme"}


def test_a_metric_query_is_asked_in_seconds(loki: LokiDouble, api: LokiApi) -> None:
    series = api.query_range('sum(rate({app="shop"}[1m]))', Grid(1_795_225_740_000, 30_000, 10))
    assert len(series) == len(recorded("matrix_rate")["response"]["body"]["data"]["result"])
    form = loki.requests[-1]["form"]
    assert (form["start"], form["end"], form["step"]) == ("1795225740.000", "1795226010.000", "30.000")


def test_lines_are_asked_with_labels_apart(loki: LokiDouble, api: LokiApi) -> None:
    loki.push(5, "error x", app="shop")
    (line,) = api.query_lines('{app="shop"}', 0, 10, 100)
    assert dict(line.labels) == {"app": "shop"}


def test_a_refusal_is_raised(loki: LokiDouble, api: LokiApi) -> None:
    loki.next_answer = recorded("error_parse")
    with pytest.raises(SourceRejectedQuery, match="column 12"):
        api.query_lines('{app="shop"', 0, 1, 1)


def test_a_page_instead_of_json_is_refused(loki: LokiDouble, api: LokiApi) -> None:
    loki.next_answer = {
        "response": {"status": 200, "content_type": "text/html", "body": "<html>login</html>"}
    }
    with pytest.raises(SourceAnswerInvalid, match="text/html"):
        api.label_names(0, 1)
