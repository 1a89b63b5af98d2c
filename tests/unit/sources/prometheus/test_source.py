import json
from typing import Any

import numpy as np
import pytest

from barograph.domain import Labels
from barograph.errors import (
    SourceAnswerInvalid,
    SourceError,
    SourceRejectedQuery,
    SourceTimeout,
    SourceUnavailable,
    TooManySeries,
    ValidationFailed,
)
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.http import HttpClient, HttpOptions
from barograph.sources.http.meter import Meter
from barograph.sources.prometheus import PrometheusApi, PrometheusSource
from barograph.sources.prometheus.health import HealthCheck
from barograph.sources.prometheus.rejections import error_of_answer
from tests.servers.faults import Reply, answer, serving

REQUEST = RangeRequest("up", 0, 120_000, 60_000)


def make_api(url: str, **options: Any) -> PrometheusApi:
    return PrometheusApi(HttpClient(url, HttpOptions(attempts=1, **options), error_of=error_of_answer))


def matrix(*series: dict[str, object], **more: object) -> Reply:
    data = {"resultType": "matrix", "result": series} | more
    return answer(json.dumps({"status": "success", "data": data}).encode())


def success(data: object) -> Reply:
    return answer(json.dumps({"status": "success", "data": data}).encode())


def partial(**more: object) -> Reply:
    data = {"resultType": "matrix", "result": [{"metric": {}, "values": [[0, "1"]]}]}
    return answer(json.dumps({"status": "success", "data": data, **more}).encode())


def refusal(status: int, kind: str, words: str) -> Reply:
    body = {"status": "error", "errorType": kind, "error": words}
    return answer(json.dumps(body).encode(), status)


def test_gaps_are_nan_and_infinity_is_kept() -> None:
    reply = matrix(
        {"metric": {"a": "2"}, "values": [[0, "1"], [60, "+Inf"], [120, "-Inf"]]},
        {"metric": {"a": "1"}, "values": [[60.0, "NaN"], [120, "2.5"]]},
        {"metric": {"a": "3", "b": ""}, "values": []},
    )
    with serving(reply) as server:
        frame = PrometheusSource(make_api(server.url)).fetch(REQUEST)
    assert frame.labels == (Labels(a="1"), Labels(a="2"), Labels(a="3"))
    np.testing.assert_array_equal(
        frame.values, [[np.nan, np.nan, 2.5], [1, np.inf, -np.inf], [np.nan, np.nan, np.nan]]
    )


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (matrix({"metric": {}, "values": [[60, "1"], [60, "2"]]}), SourceAnswerInvalid, "twice"),
        (matrix({"metric": {}, "values": [[60, "1"], [0, "2"]]}), SourceAnswerInvalid, "out of order"),
        (matrix({"metric": {}, "values": [[61, "1"]]}), SourceAnswerInvalid, "not asked for"),
        (matrix({"metric": {}, "values": [[180, "1"]]}), SourceAnswerInvalid, "not asked for"),
        (
            matrix({"metric": {"a": "1"}}, {"metric": {"a": "1", "b": ""}}),
            SourceAnswerInvalid,
            "series twice",
        ),
        (matrix({"metric": {"a": 1}, "values": []}), SourceAnswerInvalid, "labels"),
        (matrix({"metric": {}, "values": [[1, "x"]]}), SourceAnswerInvalid, "not the JSON"),
        (matrix({"metric": {}, "values": [[1, "1", "1"]]}), SourceAnswerInvalid, "pair"),
        (matrix(resultType="vector"), SourceAnswerInvalid, "vector"),
        (partial(isPartial=True), SourceUnavailable, "a part of the data only"),
        (
            partial(warnings=["receive series from Addr: store-1: rpc error: code = Unavailable"]),
            SourceUnavailable,
            "a part of the data only: receive series",
        ),
        (
            refusal(422, "execution", "expanding series: rpc error: code = Aborted desc = receive series"),
            SourceUnavailable,
            "store behind",
        ),
        (matrix({"metric": {}, "histograms": []}), SourceRejectedQuery, "histogram_quantile"),
        (answer(b'{"status":"success","data":{"resu'), SourceAnswerInvalid, "not the JSON"),
        (answer(b"<html>", content_type="text/html; charset=utf-8"), SourceAnswerInvalid, "text/html"),
        (
            refusal(422, "execution", "query processing would load too many samples"),
            TooManySeries,
            "max-samples",
        ),
        (refusal(503, "timeout", "query timed out"), SourceTimeout, "timed out"),
        (refusal(400, "bad_data", "parse error"), SourceRejectedQuery, "parse error"),
        (refusal(500, "internal", "oops"), SourceError, "status 500"),
        (answer(b"no json", 400), SourceRejectedQuery, "no json"),
    ],
)
def test_every_wrong_answer_has_a_name(reply: Reply, kind: type[SourceError], words: str) -> None:
    with serving(reply) as server, pytest.raises(kind, match=words):
        PrometheusSource(make_api(server.url)).fetch(REQUEST)


def test_remarks_on_a_query_are_noted_and_its_answer_counts() -> None:
    remarks = {"warnings": ["No StoreAPIs matched for this query"], "infos": ["PromQL info: not a counter"]}
    with serving(partial(**remarks)) as server, Meter().running() as meter:
        frame = PrometheusSource(make_api(server.url)).fetch(REQUEST)
    assert frame.series_count == 1
    assert list(meter.warnings) == [*remarks["warnings"], *remarks["infos"]]


def test_victoria_metrics_is_asked_for_the_newest_points_too() -> None:
    with serving(matrix()) as server:
        PrometheusSource(make_api(server.url)).fetch(REQUEST)
    assert b"latency_offset=1ms" in server.requests[0]


def test_a_million_series_are_refused_before_the_memory_is_gone() -> None:
    series = b'{"metric":{"i":"%d"},"values":[[0,"1"]]}'
    body = b",".join(series % number for number in range(1_000_000))
    reply = answer(b'{"status":"success","data":{"resultType":"matrix","result":[' + body + b"]}}")
    with serving(reply) as server:
        with pytest.raises(TooManySeries, match=r"1,000,000 series.*engine_max_series allows 20,000"):
            PrometheusSource(make_api(server.url)).fetch(REQUEST)
        with pytest.raises(TooManySeries, match="max_response_bytes") as caught:
            PrometheusSource(make_api(server.url, max_response_bytes=1_000_000)).fetch(REQUEST)
    assert caught.value.detail["limit"] == 1_000_000


def test_a_range_that_ends_before_its_start_is_refused() -> None:
    with pytest.raises(ValidationFailed, match="no range"):
        PrometheusSource(make_api("http://127.0.0.1:1")).fetch(RangeRequest("up", 1, 0, 1))


@pytest.mark.parametrize(
    ("build", "stores", "product"),
    [
        ({"version": "2.42.0", "goVersion": "go1.19"}, answer(b"", 404), "Prometheus 2.42.0"),
        ({"version": "0.37.0", "goVersion": "go1.23"}, success({}), "Thanos 0.37.0"),
        ({"version": "2.24.0"}, answer(b"", 404), "VictoriaMetrics 2.24.0"),
        ({"version": "2.14.0", "application": "Grafana Mimir"}, answer(b"", 404), "Mimir 2.14.0"),
        ({"version": "1.18.1", "application": "cortex"}, answer(b"", 404), "Cortex 1.18.1"),
    ],
)
def test_the_product_is_recognised(build: dict[str, str], stores: Reply, product: str) -> None:
    now = success({"resultType": "scalar", "result": [1000, "1000"]})
    with serving(now, success(build), stores) as server:
        health = HealthCheck(make_api(server.url), clock=lambda: 1000.0).run()
    assert health.state is SourceState.OK
    assert f"{health.product} {health.version}" == product


def test_a_server_without_buildinfo_is_healthy_all_the_same() -> None:
    now = success({"resultType": "scalar", "result": [1000, "1000"]})
    with serving(now, answer(b"", 404)) as server:
        assert HealthCheck(make_api(server.url), clock=lambda: 1000.0).run().product == "Prometheus API"


@pytest.mark.parametrize(
    ("ours", "words"), [(4600.0, "3600 s behind ours"), (-2600.0, "3600 s ahead of ours")]
)
def test_a_clock_that_is_an_hour_off_is_named(ours: float, words: str) -> None:
    now = success({"resultType": "scalar", "result": [1000, "1000"]})
    with serving(now, success({"version": "2.24.0"})) as server:
        health = HealthCheck(make_api(server.url), clock=lambda: ours).run()
    assert health.state is SourceState.DEGRADED
    assert words in health.sentence


@pytest.mark.parametrize("reply", [answer(b"", 500), success({"result": []}), success([])])
def test_a_sick_server_is_down_and_nothing_is_raised(reply: Reply) -> None:
    with serving(reply) as server:
        assert PrometheusSource(make_api(server.url)).check().state is SourceState.DOWN
