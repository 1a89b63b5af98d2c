import pytest

from barograph.config.detector import QueryMode
from barograph.errors import SourceRejectedQuery, ValidationFailed
from barograph.sources.logql import validate_logql


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ('sum by (level) (rate({app="shop"}[1m]))', "metric"),
        ('{app=~"a|b", pod!="x"} |= `say "hi` # a comment', "templates"),
        ('{app="a}b"} | logfmt | line_format "{{.msg}}"', "categories"),
        ('rate({app="a"}[5m]) / rate({app="b"} != "}" [5m])', "metric"),
    ],
)
def test_logql_is_accepted(text: str, mode: QueryMode) -> None:
    validate_logql(text, mode)


@pytest.mark.parametrize(
    ("text", "mode", "column", "reason"),
    [
        ("up", "metric", 1, "no stream selector"),
        ('{app="shop"', "templates", 1, "not closed"),
        ('{app="shop"})', "templates", 13, "closes nothing"),
        ('{app="shop}', "templates", 6, "no end"),
        ("{}", "templates", 1, "at least one label"),
        ('{app=~".*"}', "templates", 1, "at least one label"),
        ('{app="a", pod}', "templates", 11, "a matcher"),
        ('{app="shop"}', "metric", 1, "returns lines"),
        ('rate({app="shop"}[5m])', "templates", 1, "counts lines itself"),
        ('rate({app="shop"})', "metric", 19, "needs a range"),
    ],
)
def test_a_mistake_has_its_place_and_reason(text: str, mode: QueryMode, column: int, reason: str) -> None:
    with pytest.raises(ValidationFailed, match=reason) as caught:
        validate_logql(text, mode)
    assert caught.value.detail["column"] == column


def test_loki_has_the_last_word() -> None:
    def refuse(text: str) -> str:
        raise SourceRejectedQuery("The LogQL is wrong in line 1, column 3: no.", detail={"column": 3})

    with pytest.raises(ValidationFailed, match="column 3"):
        validate_logql('{app="shop"}', "templates", refuse)
