"""Prometheus's HTTP API over the shop."""

from collections.abc import Callable

import orjson
import promql_parser
from flask import Blueprint, Response

from barograph.demo.families import FAMILIES, SeriesOfPod
from barograph.demo.prometheus.arguments import argument, arguments, duration_ms, time_ms
from barograph.demo.prometheus.encoding import encode_matrix, vector_json
from barograph.demo.prometheus.exposition import expose
from barograph.demo.promql import Grid, evaluate
from barograph.demo.promql.evaluation import parse
from barograph.demo.promql.selectors import filter_of
from barograph.demo.shop import Shop
from barograph.errors import SourceRejectedQuery

__all__ = ["prometheus_api"]

_MOST_POINTS = 250_000
_BUILD = {
    "version": "2.42.0",
    "revision": "barograph-shop",
    "branch": "HEAD",
    "buildUser": "barograph",
    "buildDate": "20230131-12:00:00",
    "goVersion": "",
}


def prometheus_api(shop: Shop, clock: Callable[[], int]) -> Blueprint:
    """Return the routes; ``clock`` tells the present in milliseconds."""
    api = Blueprint("prometheus", __name__)
    api.register_error_handler(SourceRejectedQuery, _refuse)
    _add_queries(api, shop, clock)
    _add_catalogue(api, shop)

    @api.get("/api/v1/status/buildinfo")
    def buildinfo() -> Response:
        return _success(_BUILD)

    @api.get("/-/ready")
    @api.get("/-/healthy")
    def ready() -> Response:
        return Response("Prometheus Server is Ready.\n", content_type="text/plain; charset=utf-8")

    @api.get("/metrics")
    def metrics() -> Response:
        return Response(expose(shop, clock()), content_type="text/plain; version=0.0.4; charset=utf-8")

    return api


def _add_queries(api: Blueprint, shop: Shop, clock: Callable[[], int]) -> None:
    @api.route("/api/v1/query", methods=["GET", "POST"])
    def query() -> Response:
        now_ms = clock()
        moment_ms = time_ms("time", now_ms)
        grid = Grid.between(moment_ms, moment_ms, 1, now_ms)
        return _success(vector_json(evaluate(shop, argument("query"), grid), moment_ms))

    @api.route("/api/v1/query_range", methods=["GET", "POST"])
    def query_range() -> Response:
        now_ms = clock()
        start_ms, end_ms, step_ms = time_ms("start", 0), time_ms("end", now_ms), duration_ms("step")
        if end_ms < start_ms:
            raise SourceRejectedQuery('invalid parameter "end": end timestamp must not be before start time')
        if (end_ms - start_ms) // step_ms > _MOST_POINTS:
            raise SourceRejectedQuery(
                f"exceeded maximum resolution of {_MOST_POINTS:,} points per timeseries. "
                "Try decreasing the query resolution (?step=XX)"
            )
        grid = Grid.between(start_ms, end_ms, step_ms, now_ms)
        value = evaluate(shop, argument("query"), grid)
        return Response(encode_matrix(value, grid), content_type="application/json")


def _add_catalogue(api: Blueprint, shop: Shop) -> None:
    @api.route("/api/v1/series", methods=["GET", "POST"])
    def series() -> Response:
        if not arguments("match[]"):
            raise SourceRejectedQuery("no match[] parameter provided")
        return _success([dict(item.labels) for item in _matching(shop)])

    @api.route("/api/v1/labels", methods=["GET", "POST"])
    def labels() -> Response:
        return _success(sorted({name for item in _matching(shop) for name in item.labels}))

    @api.get("/api/v1/label/<name>/values")
    def label_values(name: str) -> Response:
        values = {item.labels[name] for item in _matching(shop) if name in item.labels}
        return _success(sorted(values))

    @api.get("/api/v1/metadata")
    def metadata() -> Response:
        wanted = argument("metric")
        described = {
            family.name: [{"type": family.type, "help": family.help, "unit": ""}]
            for family in FAMILIES
            if wanted in ("", family.name)
        }
        return _success(described)


def _matching(shop: Shop) -> list[SeriesOfPod]:
    selectors = [parse(text) for text in arguments("match[]")]
    if not all(isinstance(selector, promql_parser.VectorSelector) for selector in selectors):
        raise SourceRejectedQuery('invalid parameter "match[]": expected a series selector')
    if not selectors:
        return list(shop.series)
    filters = [filter_of(item) for item in selectors if isinstance(item, promql_parser.VectorSelector)]
    return shop.select(lambda labels: any(is_wanted(labels) for is_wanted in filters))


def _success(data: object) -> Response:
    return Response(orjson.dumps({"status": "success", "data": data}), content_type="application/json")


def _refuse(error: SourceRejectedQuery) -> Response:
    body = {"status": "error", "errorType": "bad_data", "error": error.message}
    return Response(orjson.dumps(body), status=400, content_type="application/json")
