import pytest

from barograph.demo.loki.logql import LogQuery, MetricQuery, parse_logql
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery


def logs(text: str) -> LogQuery:
    query = parse_logql(text)
    assert isinstance(query, LogQuery)
    return query


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        ('{app="cart"}', True),
        ('{app=~"car.", level!="info"}', True),
        ('{app=~".+", level!~"err.*"}', False),
        ('{app="cart"} | logfmt | level="error"', True),
        ('{app="cart"} | detected_level=`info`', False),
    ],
)
def test_matchers_select_streams(text: str, is_meant: bool) -> None:
    assert logs(text).means_stream(Labels(app="cart", level="error")) is is_meant


@pytest.mark.parametrize(
    ("pipeline", "is_meant"),
    [
        ('|= "timeout"', True),
        ('!= "timeout"', False),
        ('|~ "time.ut"', True),
        ("!~ `timeouts+`", True),
        ('|= "timeout" |= "nothing"', False),
        (r'|= "say \"hello\""', True),
    ],
)
def test_filters_select_lines(pipeline: str, is_meant: bool) -> None:
    assert logs('{app="cart"} ' + pipeline).means_line('timeout, say "hello"') is is_meant


def test_a_metric_knows_how_to_count() -> None:
    query = parse_logql('sum by (app, level) (rate({app="cart"} |= "x" [5m]))')
    assert isinstance(query, MetricQuery)
    assert (query.function, query.range_ms, query.aggregation) == ("rate", 300_000, "sum")
    assert query.grouping == ("app", "level")
    behind = parse_logql('sum(count_over_time({app="cart"}[1m])) without (pod)')
    assert isinstance(behind, MetricQuery)
    assert behind.is_without


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{app="shop"', "unexpected \\$end, expecting } or ,"),
        ('{app=~".*"}', "queries require at least one"),
        ('{app="shop"} garbage', "expecting \\$end"),
        ("up", "expecting a log selector"),
        ('rate({app="shop"})', "expecting \\[range"),
        ('rate({app="shop"}[5x])', "not a valid duration"),
        ('{app=~"("}', "error parsing regexp"),
        ('sum(rate({app="shop"}[5m])', "unexpected \\$end"),
    ],
)
def test_nonsense_is_refused_with_its_place(text: str, words: str) -> None:
    with pytest.raises(SourceRejectedQuery, match=words):
        parse_logql(text)
