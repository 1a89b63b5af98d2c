import pytest

from barograph.errors import ValidationFailed
from barograph.sources.promql import Expression, MatchOperator, Selector

REQUESTS = Selector("requests_total").where("job", "api")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (REQUESTS.now(), 'requests_total{job="api"}'),
        (Selector("up").now(), "up"),
        (
            Selector().where("__name__", "a|b", MatchOperator.MATCHES).now(),
            '{__name__=~"a|b"}',
        ),
        (REQUESTS.offset("5m").rate("90s"), 'rate(requests_total{job="api"}[1m30s] offset 5m)'),
        (REQUESTS.increase("1h"), 'increase(requests_total{job="api"}[1h])'),
        (Selector("load").over("1h", "quantile_over_time", 0.9), "quantile_over_time(0.9, load[1h])"),
        (Selector("load").now().aggregate("sum"), "sum (load)"),
        (Selector("load").now().aggregate("topk", parameter=5), "topk (5, load)"),
        (Selector("load").now().aggregate("count_values", parameter="v"), 'count_values ("v", load)'),
        (Selector("load").now().aggregate("avg", without=("cpu", "mode")), "avg without (cpu, mode) (load)"),
        (
            Selector("latency_bucket").rate("5m").histogram_quantile(0.99, by=("job",)),
            "histogram_quantile(0.99, sum by (le, job) (rate(latency_bucket[5m])))",
        ),
        (Selector("a").now().divided_by(Selector("b").now()), "(a) / (b)"),
        (Selector("a").now().call("abs"), "abs(a)"),
    ],
)
def test_parts_become_promql(expression: Expression, text: str) -> None:
    assert str(expression) == text


def test_values_cannot_break_out_of_their_quotes() -> None:
    text = str(Selector("up").where("path", 'a"} or up{b="\\\n').now())
    assert text == 'up{path="a\\"} or up{b=\\"\\\\\\n"}'


@pytest.mark.parametrize("metric", ["", "a b", "up)"])
def test_what_is_no_metric_is_refused(metric: str) -> None:
    with pytest.raises(ValidationFailed):
        Selector(metric).now()


def test_by_and_without_exclude_each_other() -> None:
    with pytest.raises(ValidationFailed, match="not both"):
        Selector("up").now().aggregate("sum", by=("a",), without=("b",))


def test_an_unknown_function_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="unknown function"):
        Selector("up").now().call("absolute")
