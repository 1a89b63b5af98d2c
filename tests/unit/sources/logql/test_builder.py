from collections.abc import Callable

import pytest

from barograph.errors import ValidationFailed
from barograph.sources.logql import LogSelector

SHOP = LogSelector().where("app", "shop")


def test_every_stage_is_written_as_loki_reads_it() -> None:
    selector = (
        SHOP.where("pod", "x.*", "=~")
        .containing('say "hi"')
        .without("health")
        .matching(r"\d+")
        .not_matching("^x")
        .parse("logfmt")
        .parse_pattern("<ip> - <_>")
        .parse_regexp(r"(?P<a>\w+)")
        .keep("status", 500, ">=")
        .keep("code", 7)
        .keep("path", "/x", "!=")
    )
    assert str(selector) == (
        r'{app="shop", pod=~"x.*"} |= "say \"hi\"" != "health" |~ "\\d+" !~ "^x" | logfmt '
        r'| pattern "<ip> - <_>" | regexp "(?P<a>\\w+)" | status >= 500 | code == 7 | path != "/x"'
    )


def test_metrics_are_rates_quantiles_and_ratios() -> None:
    assert str(SHOP.count("90s")) == 'count_over_time({app="shop"} [1m30s])'
    assert str(SHOP.rate("1m").aggregate("topk", by=("pod",), parameter=3)) == (
        'topk by (pod) (3, rate({app="shop"} [1m]))'
    )
    ratio = SHOP.containing("error").rate("5m").divided_by(SHOP.rate("5m"))
    assert str(ratio) == '(rate({app="shop"} |= "error" [5m])) / (rate({app="shop"} [5m]))'
    unwrapped = SHOP.parse("json").unwrap("took").over("5m", "max_over_time", by=("path",))
    assert str(unwrapped) == 'max_over_time({app="shop"} | json | unwrap took [5m]) by (path)'


@pytest.mark.parametrize(
    "build",
    [
        lambda: SHOP.where("bad-name", "x"),
        lambda: SHOP.where("a", "x", "=="),
        lambda: SHOP.parse("xml"),
        lambda: SHOP.keep("a", 1, "<>"),
        lambda: SHOP.unwrap("a", "hours"),
        lambda: LogSelector().rate("5m"),
        lambda: SHOP.rate("5m").aggregate("sum", by=("bad name",)),
    ],
)
def test_what_is_no_logql_is_refused(build: Callable[[], object]) -> None:
    with pytest.raises(ValidationFailed):
        build()
