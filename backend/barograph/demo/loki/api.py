"""Loki's HTTP API over the shop."""

from collections.abc import Callable, Iterable

import orjson
from flask import Blueprint, Response

from barograph.demo.loki.arguments import count_argument, moment_ns, refuse_long_range, step_ms
from barograph.demo.loki.counting import count_lines
from barograph.demo.loki.logql import LogQuery, MetricQuery, parse_logql
from barograph.demo.loki.reading import Line, read_lines
from barograph.demo.loki.streams import STREAMS
from barograph.demo.prometheus.arguments import argument, arguments
from barograph.demo.prometheus.encoding import encode_matrix, vector_json
from barograph.demo.promql import Grid
from barograph.demo.shop import Shop
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery

__all__ = ["loki_api", "streams_of"]

_HOUR_NS = 3_600_000_000_000
_BUILD = {
    "version": "3.5.0",
    "revision": "barograph-shop",
    "branch": "",
    "buildUser": "",
    "buildDate": "",
    "goVersion": "",
}


def loki_api(shop: Shop, clock: Callable[[], int]) -> Blueprint:
    """Return the routes; ``clock`` tells the present in milliseconds."""
    api = Blueprint("loki", __name__)
    api.register_error_handler(SourceRejectedQuery, _refuse)
    _add_queries(api, shop, clock)
    _add_catalogue(api)

    @api.get("/ready")
    def ready() -> Response:
        return Response("ready\n", content_type="text/plain; charset=utf-8")

    @api.get("/loki/api/v1/status/buildinfo")
    def buildinfo() -> Response:
        return _json(_BUILD)

    return api


def _add_queries(api: Blueprint, shop: Shop, clock: Callable[[], int]) -> None:
    @api.route("/loki/api/v1/query_range", methods=["GET", "POST"])
    def query_range() -> Response:
        now_ms = clock()
        end_ns = moment_ns("end", now_ms * 1_000_000)
        start_ns = moment_ns("start", end_ns - _HOUR_NS)
        refuse_long_range(start_ns, end_ns)
        query = parse_logql(argument("query"))
        if isinstance(query, LogQuery):
            return _streams(shop, query, start_ns, min(end_ns, now_ms * 1_000_000))
        step = step_ms((end_ns - start_ns) // 1_000_000)
        first_ms = start_ns // 1_000_000 // step * step
        grid = Grid.between(first_ms, end_ns // 1_000_000, step, now_ms)
        return Response(
            encode_matrix(count_lines(shop, query, grid), grid),
            content_type="application/json; charset=UTF-8",
        )

    @api.route("/loki/api/v1/query", methods=["GET", "POST"])
    def query() -> Response:
        now_ms = clock()
        moment_ms = moment_ns("time", now_ms * 1_000_000) // 1_000_000
        parsed = parse_logql(argument("query"))
        if not isinstance(parsed, MetricQuery):
            raise SourceRejectedQuery("log queries are not supported as an instant query type")
        grid = Grid.between(moment_ms, moment_ms, 1, now_ms)
        return _success({**vector_json(count_lines(shop, parsed, grid), moment_ms), "stats": {}})


def _add_catalogue(api: Blueprint) -> None:
    @api.get("/loki/api/v1/labels")
    def labels() -> Response:
        return _success(sorted({name for stream in STREAMS for name in stream.labels}))

    @api.get("/loki/api/v1/label/<name>/values")
    def label_values(name: str) -> Response:
        return _success(sorted({labels[name] for labels in _matching() if name in labels}))

    @api.route("/loki/api/v1/series", methods=["GET", "POST"])
    def series() -> Response:
        return _success([dict(labels) for labels in _matching()])


def streams_of(lines: Iterable[Line]) -> list[dict[str, object]]:
    """Group lines by stream in Loki's shape, streams in the order of their first line."""
    grouped: dict[int, list[list[str]]] = {}
    for line in lines:
        grouped.setdefault(line.stream, []).append([str(line.time_ns), line.text])
    return [{"stream": _shown_labels(stream), "values": values} for stream, values in grouped.items()]


def _shown_labels(position: int) -> dict[str, str]:
    labels = STREAMS[position].labels
    return dict(labels.merged({"detected_level": labels["level"]}))


def _streams(shop: Shop, query: LogQuery, start_ns: int, end_ns: int) -> Response:
    is_forward = argument("direction", "backward").lower() == "forward"
    lines = read_lines(shop, query, start_ns, end_ns, count_argument("limit", 100), is_forward=is_forward)
    return _success({"resultType": "streams", "result": streams_of(lines), "stats": {}})


def _matching() -> list[Labels]:
    selectors = [parse_logql(text) for text in arguments("match[]") + arguments("query")]
    queries = [query for query in selectors if isinstance(query, LogQuery)]
    return [
        stream.labels
        for stream in STREAMS
        if not queries or any(query.means_stream(stream.labels) for query in queries)
    ]


def _success(data: object) -> Response:
    return _json({"status": "success", "data": data})


def _json(body: object) -> Response:
    return Response(orjson.dumps(body), content_type="application/json; charset=UTF-8")


def _refuse(error: SourceRejectedQuery) -> Response:
    return Response(error.message, status=400, content_type="text/plain; charset=utf-8")
