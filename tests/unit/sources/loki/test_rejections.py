import pytest

from barograph.errors import (
    SourceError,
    SourceMisconfigured,
    SourceRejectedQuery,
    SourceTimeout,
    SourceUnavailable,
    TooManySeries,
)
from barograph.sources.http import HttpAnswer
from barograph.sources.loki.rejections import error_of_answer
from tests.servers.loki import recorded


def answer_of(body: str, status: int = 400) -> HttpAnswer:
    return HttpAnswer("http://loki/x", status, {}, bytearray(body.encode()), 0.1)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("error_limit", TooManySeries),
        ("error_range_too_long", TooManySeries),
        ("error_parse", SourceRejectedQuery),
        ("error_no_matcher", SourceRejectedQuery),
        ("error_step_too_small", SourceRejectedQuery),
    ],
)
def test_recorded_refusals_have_a_name_of_ours(name: str, kind: type[SourceError]) -> None:
    error = error_of_answer(answer_of(recorded(name)["response"]["body"]))
    assert type(error) is kind
    assert error.detail["answer"] == recorded(name)["response"]["body"]


def test_a_mistake_in_logql_has_its_position() -> None:
    error = error_of_answer(answer_of(recorded("error_parse")["response"]["body"]))
    assert (error.detail["line"], error.detail["column"]) == (1, 12)
    assert "line 1, column 12" in error.message


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("context deadline exceeded", 500, SourceTimeout),
        ("empty ring", 500, SourceUnavailable),
        ("no org id", 401, SourceMisconfigured),
        ("gone", 404, SourceMisconfigured),
    ],
)
def test_other_failures_keep_their_meaning(body: str, status: int, kind: type[SourceError]) -> None:
    assert type(error_of_answer(answer_of(body, status))) is kind


def test_a_mistake_in_line_0_of_a_newer_loki_is_in_the_first_line() -> None:
    words = "parse error at line 0, col 34: syntax error: unexpected RANGE"
    error = error_of_answer(answer_of(f'{{"status":"invalid-query","error":"{words}"}}'))
    assert (error.detail["line"], error.detail["column"]) == (1, 34)
    assert error.message == "The LogQL is wrong in line 1, column 34: syntax error: unexpected RANGE."
