import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.config.detector import QuerySpec
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery, SourceUnavailable
from barograph.sources.directory import SourceDirectory
from barograph.sources.fakes import FunctionSource
from barograph.sources.scrapes import ScrapeReader, is_about_scrapes

STEP = 60_000
NOW = 100 * STEP
QUERY = QuerySpec(expression="rate(requests_total[5m])")
SERIES = [Labels(job="api", path="/")]


def make(kind: str = "prometheus") -> tuple[FunctionSource, ScrapeReader]:
    source = FunctionSource({Labels(__name__="up", job="api", instance="a"): lambda moments: moments * 0.0})
    directory = SourceDirectory(lambda _spec: source)
    spec = DataSourceSpec.model_validate({"name": "prometheus", "type": kind, "urls": ["http://a"]})
    directory.replace({("default", "prometheus"): spec})
    return source, ScrapeReader(directory)


def test_detectors_of_one_source_share_the_query_for_up() -> None:
    source, reader = make()
    first = reader.window("default", QUERY, SERIES, NOW, 10)
    reader.window("default", QuerySpec(expression="other"), SERIES, NOW, 10)
    assert first is not None
    assert first.point_count == 10
    assert [request.expression for request in source.requests] == ["up"]


def test_the_past_is_the_same_as_the_window() -> None:
    _, reader = make()
    window = reader.window("default", QUERY, SERIES, NOW, 10)
    history = reader.history("default", QUERY, SERIES, NOW, 10)
    assert window is not None
    assert history is not None
    assert window.timestamps.tolist() == history.timestamps.tolist()
    assert window.values.tolist() == history.values.tolist()


@pytest.mark.parametrize(
    ("kind", "expression", "labels"),
    [
        ("loki", "rate(requests_total[5m])", SERIES),
        ("prometheus", "sum by (job) (up)", SERIES),
        ("prometheus", "rate(requests_total[5m])", [Labels(path="/")]),
        ("prometheus", "rate(requests_total[5m])", []),
    ],
)
def test_nothing_is_asked_where_up_can_not_say_anything(
    kind: str, expression: str, labels: list[Labels]
) -> None:
    source, reader = make(kind)
    query = QuerySpec(expression=expression)
    assert reader.window("default", query, labels, NOW, 10) is None
    assert reader.history("default", query, labels, NOW, 10) is None
    assert source.requests == []


def test_a_source_that_is_away_fails_the_tick_and_one_without_up_does_not() -> None:
    source, reader = make()
    source.failure = SourceUnavailable()
    with pytest.raises(SourceUnavailable):
        reader.window("default", QUERY, SERIES, NOW, 10)
    source.failure = SourceRejectedQuery()
    assert reader.window("default", QUERY, SERIES, NOW, 10) is None
    assert reader.history("default", QUERY, SERIES, NOW, 10) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("up == 0", True),
        ("scrape_duration_seconds", True),
        ('absent(node_load1{job="node"})', True),
        ("sum(rate(uploads_total[5m]))", False),
        ('requests{path="up"}', False),
    ],
)
def test_an_expression_on_scrapes_is_recognized(expression: str, expected: bool) -> None:
    assert is_about_scrapes(expression) is expected
