"""The shop's PromQL against the real one, over the same samples: a simulator must not flatter the product."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import requests
from flask.testing import FlaskClient

from barograph.demo.app import create_app
from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.deploys import restarts_of
from barograph.demo.services import service_named
from barograph.demo.shop import Shop
from tests.servers.prometheus import Sample, fill_prometheus, prometheus_running, write_openmetrics

SEED = 5
# Half an hour around a restart, so that counters fall in the middle of it.
RESTART_MS = int(restarts_of(SEED, service_named("checkout").pods[0], 20_000, 20_010)[0]) * SCRAPE_MS
FIRST_MS, LAST_MS = RESTART_MS - 900_000, RESTART_MS + 900_000

EXPRESSIONS = [
    "up",
    'http_requests_total{code=~"5.."}',
    'http_requests_total{code!="200", pod!~".*-1"}',
    "rate(http_requests_total[1m])",
    "rate(http_requests_total[17s])",
    "increase(http_requests_total[5m])",
    "irate(process_cpu_seconds_total[1m])",
    "delta(process_resident_memory_bytes[5m])",
    "rate(http_requests_total[2m] offset 3m)",
    "sum by (service, code) (rate(http_requests_total[1m]))",
    "avg without (pod, instance) (process_resident_memory_bytes)",
    'sum(rate(http_requests_total{code="500"}[5m])) / sum(rate(http_requests_total[5m]))',
    "histogram_quantile(0.95, sum by (service, le) (rate(http_request_duration_seconds_bucket[1m])))",
    "histogram_quantile(0.5, rate(http_request_duration_seconds_bucket[5m]))",
    "max_over_time(queue_messages_ready[1m])",
    "avg_over_time(queue_messages_ready[5m])",
    "min by (service) (process_resident_memory_bytes) / 1024 ^ 2",
    "stddev(process_resident_memory_bytes)",
    "count by (service) (up)",
    "queue_messages_ready > 25",
    "queue_messages_ready > bool 25",
    "http_requests_total / on (pod) group_left sum by (pod) (http_requests_total)",
    "up and on (service) queue_messages_ready",
    "up unless on (service) queue_messages_ready",
    "1 - node_filesystem_avail_bytes / node_filesystem_size_bytes",
    "topk(1, process_resident_memory_bytes)",
    "clamp_max(ln(queue_messages_ready), 3)",
    "absent(nothing)",
    "-vector(1) * 3",
]


@pytest.fixture(scope="module")
def shop() -> FlaskClient:
    return create_app(Shop.open(SEED), lambda: LAST_MS).test_client()


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("parity")
    # promtool wants the samples of one metric together.
    write_openmetrics(folder / "samples.txt", sorted(samples(), key=lambda sample: sample[0]))
    fill_prometheus(folder, folder / "samples.txt")
    with prometheus_running(folder) as server:
        yield server.url


def samples() -> Iterator[Sample]:
    shop = Shop.open(SEED)
    scrapes = np.arange(-(-FIRST_MS // SCRAPE_MS), LAST_MS // SCRAPE_MS + 1)
    for series in shop.series:
        name = str(series.labels).replace(", ", ",")
        for scrape, value in zip(scrapes.tolist(), shop.values(series, scrapes).tolist(), strict=True):
            yield name, value, scrape * SCRAPE_MS


def ask(expression: str) -> dict[str, str]:
    return {
        "query": expression,
        "start": str(FIRST_MS / 1000 + 600),
        "end": str(LAST_MS / 1000),
        "step": "13s",
    }


def by_labels(answer: Any) -> dict[tuple[tuple[str, str], ...], list[list[Any]]]:
    assert answer["status"] == "success", answer
    assert answer["data"]["resultType"] == "matrix"
    return {tuple(sorted(item["metric"].items())): item["values"] for item in answer["data"]["result"]}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_the_shop_answers_what_prometheus_answers(
    expression: str, shop: FlaskClient, prometheus: str
) -> None:
    question = ask(expression)
    real = by_labels(requests.get(f"{prometheus}/api/v1/query_range", params=question, timeout=10).json())
    ours = by_labels(shop.get("/api/v1/query_range", query_string=question).json)
    assert ours.keys() == real.keys()
    assert real
    for labels, values in real.items():
        assert [moment for moment, _ in ours[labels]] == [moment for moment, _ in values]
        expected = [float(value) for _, value in values]
        assert np.allclose([float(value) for _, value in ours[labels]], expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    "path",
    [
        "query?query=up",
        "query?query=1",
        "query?query=sum(",
        "query_range?query=up&start=0&end=1&step=0",
        "query_range?query=up&start=2&end=1&step=1",
        "query?query=up&time=yesterday",
        "series?match[]=up",
        "series",
        "labels",
        "label/service/values",
        "status/buildinfo",
    ],
)
def test_answers_have_the_shape_of_prometheus(path: str, shop: FlaskClient, prometheus: str) -> None:
    moment = f"&time={LAST_MS / 1000}" if path.startswith("query?query=") and "time" not in path else ""
    real = requests.get(f"{prometheus}/api/v1/{path}{moment}", timeout=10)
    ours = shop.get(f"/api/v1/{path}{moment}")
    assert ours.status_code == real.status_code
    assert shape_of(ours.json) == shape_of(real.json())


def shape_of(answer: Any) -> Any:
    """Reduce an answer to its keys and types; of a list only the first item counts."""
    if isinstance(answer, dict):
        return {key: shape_of(value) for key, value in answer.items() if key not in ("metric", "error")} | {
            key: type(answer[key]).__name__ for key in ("metric", "error") if key in answer
        }
    if isinstance(answer, list):
        return (
            [shape_of(item) for item in answer[:2]]
            if answer and not isinstance(answer[0], dict)
            else ([type(answer[0]).__name__] if answer else [])
        )
    return "number" if isinstance(answer, int | float) else type(answer).__name__
