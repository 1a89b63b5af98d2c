import pytest

from barograph.errors import ValidationFailed
from barograph.sources.promql import validate_promql


@pytest.mark.parametrize(
    "text",
    [
        "up",
        "sum by (job) (rate(http_requests_total{code=~'5..'}[5m] offset 1h)) / on (job) group_left () up",
        "histogram_quantile(0.99, sum by (le) (rate(latency_bucket[5m])))",
        "max_over_time(up[1h:1m]) # a comment",
        "vector(1) > bool 0 or up unless on (job) down",
        "up @ 1700000000",
        r"x{a=~`\d+`, b=`say \"it\"`} + y",
        "holt_winters(up[5m], 0.5, 0.5)",
    ],
)
def test_promql_is_accepted(text: str) -> None:
    validate_promql(text)


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "no expression"),
        ("rate(foo", 8, "unclosed"),
        ("sum(rate(foo[5m])", 17, "unclosed"),
        ("foo{a=b}", 6, "expected string"),
        ("foo + ", 6, "invalid"),
        ("foo bar", 4, "invalid"),
        ("sum(x))", 6, "right parenthesis"),
        ('foo{a="b', 6, "unterminated"),
        ("foo[5q]", 5, "duration"),
        ("sum by job (x)", 7, "invalid"),
        ("topk(3 x)", 7, "invalid"),
        ("up and\nrate(y)", 7, "expected type matrix"),
        ("rate(x[5m]) + ratee(y[5m])", 14, "unknown function"),
        ("sum(max by (a) (rate(y[5m:]) + irate(z)))", 31, "expected type matrix"),
        ('up + x{a=~"("}', 6, "illegal regex"),
        ("quantile_over_time(x[5m])", 0, "expected 2"),
        ("1 + 'a'", 0, "scalar"),
        ("foo[5m]", 0, "wrap it in"),
        ("'text'", 0, "returns numbers"),
        ("rate(foo[5m] @ start())", 13, "other values for the same moment"),
        ("up ? down", 3, "unexpected character"),
        (r"x{a=~`\d+`} + rate(`\d`)", 14, "expected type matrix"),
        ("rate(x[5m]) default 0", 12, "check_expressions: false"),
    ],
)
def test_a_mistake_has_a_position(text: str, position: int, words: str) -> None:
    with pytest.raises(ValidationFailed, match=words) as caught:
        validate_promql(text)
    assert caught.value.detail["position"] == position


def test_a_mistake_has_a_line_and_a_column() -> None:
    with pytest.raises(ValidationFailed, match="line 2, column 6, at its end") as caught:
        validate_promql("up\n  and")
    assert (caught.value.detail["line"], caught.value.detail["column"]) == (2, 6)


def test_a_mistake_in_a_long_expression_is_found_quickly() -> None:
    text = " + ".join(f"rate(metric_{number}[5m])" for number in range(400))
    with pytest.raises(ValidationFailed) as caught:
        validate_promql(text + " ) + up")
    assert caught.value.detail["position"] == len(text) + 1
