"""The HTTP API of Prometheus and its kin: one method an endpoint."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from barograph.errors import SourceAnswerInvalid
from barograph.sources.http import HttpAnswer, HttpClient
from barograph.sources.http.client import Form
from barograph.sources.matrix import Grid, RangeSeries, decode_data, decode_matrix

__all__ = ["PrometheusApi", "range_form"]

_JSON = "application/json"
_PROOFREADING_TIME = "5s"


class PrometheusApi:
    """Asks the endpoints under ``/api/v1`` and checks that JSON comes back."""

    def __init__(self, client: HttpClient) -> None:
        self._client = client

    @property
    def url(self) -> str:
        """The address of the server."""
        return self._client.base_url

    def query_range(self, expression: str, grid: Grid) -> tuple[list[RangeSeries], int]:
        """Evaluate an expression at every moment of a grid; return its series and the size of the answer."""
        answer = _checked(self._client.post("/api/v1/query_range", range_form(expression, grid)))
        return decode_matrix(answer.body), len(answer.body)

    def query(self, expression: str, time_ms: int | None = None) -> dict[str, Any]:
        """Evaluate an expression at one moment, the server's now if none is given."""
        form = {"query": expression}
        if time_ms is not None:
            form["time"] = _seconds(time_ms)
        data: dict[str, Any] = decode_data(_checked(self._client.post("/api/v1/query", form)).body)
        return data

    def proofread(self, expression: str) -> None:
        """Raise SourceRejectedQuery where the server does not take an expression; it gets a few seconds."""
        self._client.post("/api/v1/query", {"query": expression, "timeout": _PROOFREADING_TIME})

    def series(self, matchers: Sequence[str], start_ms: int, end_ms: int) -> list[dict[str, str]]:
        """Return the label sets that match any of the selectors in a range."""
        found: list[dict[str, str]] = self._ask("/api/v1/series", matchers, start_ms, end_ms)
        return found

    def label_names(self, matchers: Sequence[str] = (), *, start_ms: int, end_ms: int) -> list[str]:
        """Return the names of labels in use."""
        found: list[str] = self._ask("/api/v1/labels", matchers, start_ms, end_ms)
        return found

    def label_values(
        self, name: str, matchers: Sequence[str] = (), *, start_ms: int, end_ms: int
    ) -> list[str]:
        """Return the values of a label in use."""
        query = _match_form(matchers, start_ms, end_ms)
        answer = _checked(self._client.get(f"/api/v1/label/{quote(name, safe='')}/values", query))
        found: list[str] = decode_data(answer.body) or []
        return found

    def metadata(self, limit: int = 10_000) -> Mapping[str, list[dict[str, str]]]:
        """Return type, unit and help of each metric."""
        answer = _checked(self._client.get("/api/v1/metadata", {"limit": str(limit)}))
        found: dict[str, list[dict[str, str]]] = decode_data(answer.body)
        return found

    def get(self, path: str) -> Any:
        """Return the data of any other endpoint."""
        return decode_data(_checked(self._client.get(path)).body)

    def _ask(self, path: str, matchers: Sequence[str], start_ms: int, end_ms: int) -> Any:
        return (
            decode_data(_checked(self._client.post(path, _match_form(matchers, start_ms, end_ms))).body) or []
        )


def range_form(expression: str, grid: Grid) -> Form:
    """Return the form that asks for an expression on a grid.

    VictoriaMetrics leaves out the points of the last 30 seconds where the step is below a minute: for how
    long data may be late is up to ``query.offset``. Others do not know the parameter.
    """
    return {
        "query": expression,
        "start": _seconds(grid.start_ms),
        "end": _seconds(grid.end_ms),
        "step": _seconds(grid.step_ms),
        "latency_offset": "1ms",
    }


def _match_form(matchers: Sequence[str], start_ms: int, end_ms: int) -> Form:
    pairs = [("match[]", matcher) for matcher in matchers]
    return [*pairs, ("start", _seconds(start_ms)), ("end", _seconds(end_ms))]


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"


def _checked(answer: HttpAnswer) -> HttpAnswer:
    if answer.media_type != _JSON:
        raise SourceAnswerInvalid(
            f"{answer.url} answered with {answer.media_type or 'no content type'} instead of {_JSON}. "
            "Check that the address leads to the API and not to a page or a login.",
            detail={"url": answer.url, "answer": answer.text(200)},
        )
    return answer
