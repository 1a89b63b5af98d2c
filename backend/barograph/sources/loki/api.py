"""The HTTP API of Loki: one method an endpoint."""

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from barograph.errors import SourceAnswerInvalid, SourceRejectedQuery
from barograph.sources.http import HttpAnswer, HttpClient, HttpRequest
from barograph.sources.http.client import Form
from barograph.sources.logs.line import LogLine
from barograph.sources.loki.answers import Pattern, decode, decode_data, decode_patterns, decode_streams
from barograph.sources.matrix import Grid, RangeSeries, decode_matrix

__all__ = ["LABELS_APART", "IndexStats", "LokiApi"]

_ROOT = "/loki/api/v1"

LABELS_APART = {"X-Loki-Response-Encoding-Flags": "categorize-labels"}
"""Asks for the labels of the stream alone: parsed labels would make a stream of every line."""


@dataclass(frozen=True, slots=True)
class IndexStats:
    """How much a selector covers, by the index alone."""

    streams: int
    chunks: int
    bytes: int
    entries: int


class LokiApi:
    """Asks the endpoints under ``/loki/api/v1``; times are nanoseconds since the epoch."""

    def __init__(self, client: HttpClient) -> None:
        self.client = client

    @property
    def url(self) -> str:
        """The address of the server."""
        return self.client.base_url

    def query_lines(
        self,
        expression: str,
        start_ns: int,
        end_ns: int,
        limit: int,
        direction: Literal["forward", "backward"] = "forward",
    ) -> list[LogLine]:
        """Return at most ``limit`` lines with ``start_ns <= t < end_ns``, in order of time."""
        form = {"query": expression, "limit": str(limit), "direction": direction, **_range(start_ns, end_ns)}
        return decode_streams(self._post("/query_range", form).body)

    def query_range(self, expression: str, grid: Grid) -> list[RangeSeries]:
        """Evaluate a metric query at every moment of a grid."""
        # Milliseconds as fractions of a second: Loki reads long whole numbers as nanoseconds.
        form = {
            "query": expression,
            "start": f"{grid.start_ms / 1000:.3f}",
            "end": f"{grid.end_ms / 1000:.3f}",
            "step": f"{grid.step_ms / 1000:.3f}",
        }
        return decode_matrix(self._post("/query_range", form).body)

    def query(self, expression: str, time_ns: int) -> dict[str, Any]:
        """Evaluate an expression at one moment."""
        data: dict[str, Any] = decode_data(
            self._post("/query", {"query": expression, "time": str(time_ns)}).body
        )
        return data

    def sent_at(self, start_ns: int, end_ns: int) -> float | None:
        """Ask for labels, and return when Loki says that it answered, in seconds since the epoch."""
        answer = self._get("/labels", _range(start_ns, end_ns))
        decode_data(answer.body)
        return answer.sent_at

    def label_names(self, start_ns: int, end_ns: int) -> list[str]:
        """Return the names of labels in use."""
        found: list[str] = decode_data(self._get("/labels", _range(start_ns, end_ns)).body) or []
        return found

    def label_values(self, name: str, start_ns: int, end_ns: int) -> list[str]:
        """Return the values of a label in use."""
        path = f"/label/{quote(name, safe='')}/values"
        found: list[str] = decode_data(self._get(path, _range(start_ns, end_ns)).body) or []
        return found

    def series(self, selector: str, start_ns: int, end_ns: int) -> list[dict[str, str]]:
        """Return the label sets of the streams that a selector covers."""
        form = {"match[]": selector, **_range(start_ns, end_ns)}
        found: list[dict[str, str]] = decode_data(self._post("/series", form).body) or []
        return found

    def stats(self, selector: str, start_ns: int, end_ns: int) -> IndexStats:
        """Return how much a selector covers."""
        answer = self._get("/index/stats", {"query": selector, **_range(start_ns, end_ns)})
        return decode(answer.body, IndexStats)

    def volume(self, selector: str, start_ns: int, end_ns: int) -> list[tuple[dict[str, str], int]]:
        """Return the bytes of each label set that a selector covers, the largest first."""
        answer = self._get("/index/volume", {"query": selector, **_range(start_ns, end_ns)})
        rows = decode_data(answer.body)["result"]
        return [(row["metric"], int(row["value"][1])) for row in rows]

    def patterns(self, selector: str, start_ns: int, end_ns: int) -> list[Pattern]:
        """Return the patterns that Loki itself found in the lines of a selector."""
        return decode_patterns(self._get("/patterns", {"query": selector, **_range(start_ns, end_ns)}).body)

    def format_query(self, expression: str) -> str:
        """Return the expression as Loki writes it; raises SourceRejectedQuery where it is not LogQL."""
        data = decode_data(self._post("/format_query", {"query": expression}).body)
        if not isinstance(data, str):
            raise SourceRejectedQuery(
                "Loki did not say how it reads the query. Check the address of the source."
            )
        return data

    def version(self) -> str:
        """Return the version of the server, empty where it does not say."""
        answer = self._get("/status/buildinfo", {})
        return str(decode(answer.body, dict[str, str]).get("version", ""))

    def _get(self, path: str, query: Form) -> HttpAnswer:
        return _checked(self.client.get(_ROOT + path, query))

    def _post(self, path: str, form: Form) -> HttpAnswer:
        return _checked(self.client.send(HttpRequest("POST", _ROOT + path, form, headers=LABELS_APART)))


def _range(start_ns: int, end_ns: int) -> dict[str, str]:
    return {"start": str(start_ns), "end": str(end_ns)}


def _checked(answer: HttpAnswer) -> HttpAnswer:
    if answer.media_type != "application/json":
        raise SourceAnswerInvalid(
            f"{answer.url} answered with {answer.media_type or 'no content type'} instead of JSON. "
            "Check that the address leads to Loki's API and not to a page or a login.",
            detail={"url": answer.url, "answer": answer.text(200)},
        )
    return answer
