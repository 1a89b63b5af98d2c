"""Against the Loki at LOKI_URL, into which they push some thousand lines: `make test-loki LOKI_URL=...`."""

import json
import os
import threading
import time
import uuid
from dataclasses import replace

import numpy as np
import pytest

from barograph.config.datasource import DataSourceSpec
from barograph.config.extraction import Extraction
from barograph.domain import Labels
from barograph.errors import SourceRejectedQuery, TooManySeries, ValidationFailed
from barograph.sources.base import RangeRequest, SourceState
from barograph.sources.http import HttpOptions, HttpRequest
from barograph.sources.logql import LogSelector, validate_logql
from barograph.sources.loki import LokiSource
from barograph.sources.loki.build import build_source
from barograph.sources.loki.reading import LokiReader
from barograph.sources.loki.tail import LokiTail
from barograph.sources.loki.tail_connection import TailConnection, connect_tail
from tests.servers.base import wait_until

NS = 1_000_000_000
MINUTE = 60_000


class Shop:
    """One application in the Loki, with a name that nobody used before."""

    def __init__(self, source: LokiSource) -> None:
        self.source = source
        self.app = f"shop-{uuid.uuid4().hex[:12]}"
        self.selector = f'{{app="{self.app}"}}'
        # The last full hour: recent enough for every Loki, and all in the past.
        self.start_ms = (int(time.time()) // 3600 - 1) * 3_600_000

    def push(self, lines: list[tuple[int, str]], **labels: str) -> None:
        values = [[str(time_ns), text] for time_ns, text in lines]
        body = json.dumps({"streams": [{"stream": {"app": self.app, **labels}, "values": values}]}).encode()
        headers = {"Content-Type": "application/json"}
        self.source.api.client.send(HttpRequest("POST", "/loki/api/v1/push", body=body, headers=headers))

    def at(self, second: float) -> int:
        return self.start_ms * 1_000_000 + round(second * NS)


@pytest.fixture(scope="module")
def source() -> LokiSource:
    url = os.environ["LOKI_URL"]
    return build_source(DataSourceSpec(name="loki", type="loki", urls=(url,)), url)


@pytest.fixture
def shop(source: LokiSource) -> Shop:
    return Shop(source)


def test_it_is_well_and_says_so(source: LokiSource) -> None:
    assert source.check().state is SourceState.OK


def test_a_metric_equals_what_was_pushed_point_by_point(shop: Shop) -> None:
    seconds = [second for second in range(1, 3600) if second % 7 and not 600 < second <= 900]
    shop.push([(shop.at(second), f"line {second}") for second in seconds])
    expression = str(LogSelector().where("app", shop.app).count("1m").aggregate("sum"))
    frame = shop.source.fetch(RangeRequest(expression, shop.start_ms, shop.start_ms + 60 * MINUTE, MINUTE))
    expected = [sum(60 * (step - 1) < second <= 60 * step for second in seconds) for step in range(61)]
    assert frame.point_count == 61
    assert np.nan_to_num(frame.values[0]).tolist() == expected


def test_every_line_is_read_once_over_pages_and_nanoseconds_that_are_full(shop: Shop) -> None:
    for pod in ("a", "b"):
        shop.push([(shop.at(n // 4 / 100), f"{pod} line {n}") for n in range(8_000)], pod=pod)
    for page in (100, 997, 5_000):
        reader = LokiReader(shop.source.api, page_lines=page)
        texts = [line.text for each in reader.read(shop.selector, shop.at(0), shop.at(60)) for line in each]
        assert len(texts) == 16_000
        assert len(set(texts)) == 16_000


def test_templates_are_learnt_and_a_tick_equals_the_backtest(shop: Shop) -> None:
    names = ("ann", "bob", "eve", "kim", "lee", "may")
    shop.push([(shop.at(n), f"buyer {names[n % 6]} paid {n} EUR with password=x{n}") for n in range(1, 1800)])
    shop.push([(shop.at(1500 + n), f"volume vol-{n} failed: no space left on device") for n in range(40)])
    whole = RangeRequest(
        shop.selector, shop.start_ms + MINUTE, shop.start_ms + 20 * MINUTE, MINUTE, "templates"
    )
    learnt = shop.source.learn(whole)
    whole = replace(whole, end_ms=shop.start_ms + 30 * MINUTE, learnt=learnt)
    backtest = shop.source.fetch(whole)
    patterns = {labels["pattern"]: row for labels, row in zip(backtest.labels, backtest.values, strict=True)}
    assert set(patterns) == {
        "buyer <*> paid <*> EUR with password=<secret>",
        "volume <*> failed: <*>",
    }
    assert patterns["volume <*> failed: <*>"].sum() == 40
    for minute in (20, 25, 26, 27):
        end_ms = shop.start_ms + minute * MINUTE
        tick = shop.source.fetch(replace(whole, start_ms=end_ms, end_ms=end_ms))
        for labels, row in zip(backtest.labels, backtest.values, strict=True):
            live = tick.values[tick.labels.index(labels), 0] if labels in tick.labels else 0
            assert live == row[minute - 1]


def test_categories_are_counted(shop: Shop) -> None:
    shop.push([(shop.at(n), "dial tcp: i/o timeout" if n % 2 else "ok") for n in range(1, 61)])
    frame = shop.source.fetch(
        RangeRequest(shop.selector, shop.start_ms + MINUTE, shop.start_ms + MINUTE, MINUTE, "categories")
    )
    assert frame.values[frame.labels.index(Labels(category="timeout")), 0] == 30


def test_durations_are_taken_out_of_lines(shop: Shop) -> None:
    shop.push([(shop.at(n), f"GET /cart/{n} served in {n} ms") for n in range(1, 61)])
    request = RangeRequest(
        shop.selector,
        shop.start_ms + MINUTE,
        shop.start_ms + 2 * MINUTE,
        MINUTE,
        "durations",
        extract=Extraction(statistic="p50"),
    )
    frame = shop.source.fetch(request)
    np.testing.assert_allclose(frame.values, [[0.0305, np.nan]])


def test_a_broken_tail_loses_and_doubles_nothing(shop: Shop) -> None:
    opened: list[TailConnection] = []
    stopping = threading.Event()
    texts: list[str] = []
    remember_text, start_ns = texts.append, time.time_ns()
    connect = connect_tail(shop.source.api.url, HttpOptions(), {})

    def remember(expression: str, start_ns: int) -> TailConnection:
        opened.append(connect(expression, start_ns))
        return opened[-1]

    tail = LokiTail(remember, LokiReader(shop.source.api), time.time_ns, stopping)

    def follow() -> None:
        for line in tail.follow(shop.selector, start_ns):
            remember_text(line.text)

    thread = threading.Thread(target=follow, daemon=True)
    thread.start()
    wait_until(lambda: len(opened) == 1, "the tail to open")
    for number in range(60):
        shop.push([(time.time_ns(), f"line {number}")])
        if number % 20 == 10:
            count = len(opened)
            opened[-1].close()
            shop.push([(time.time_ns(), f"line {number} of the break")])
            wait_until(lambda count=count: len(opened) > count, "the tail to open again")
    wait_until(lambda: len(texts) >= 63, "all lines to arrive", 60)
    stopping.set()
    opened[-1].close()
    thread.join(timeout=30)
    expected = [f"line {number}" for number in range(60)] + [f"line {n} of the break" for n in (10, 30, 50)]
    assert sorted(texts) == sorted(expected)


def test_what_is_there_can_be_found_out(shop: Shop) -> None:
    shop.push([(shop.at(n), f"request {n} served") for n in range(1, 101)], pod="a")
    api, start, end = shop.source.api, shop.at(0), shop.at(3600)
    assert "app" in api.label_names(start, end)
    assert shop.app in api.label_values("app", start, end)
    assert api.series(shop.selector, start, end)[0]["pod"] == "a"
    assert api.stats(shop.selector, start, end).entries >= 0
    assert api.query(f"sum(count_over_time({shop.selector}[1h]))", end)["result"][0]["value"][1] == "100"
    assert isinstance(api.volume(shop.selector, start, end), list)
    assert isinstance(api.patterns(shop.selector, start, end), list)


def test_what_the_builder_writes_is_logql_for_loki(source: LokiSource) -> None:
    shop = LogSelector().where("app", 'a "quoted" \\ one').where("pod", "x.*", "=~")
    parsed = (
        shop.parse("logfmt")
        .keep("status", 500, ">=")
        .keep("path", "/x", "!=")
        .containing("`a\nb")
        .without("c")
    )
    written = [
        shop.matching(r"\d+").not_matching("^x").parse("json").count("5m").aggregate("topk", parameter=3),
        parsed.unwrap("took", "duration_seconds").over("1h30m", "quantile_over_time", 0.99, by=("path",)),
        shop.parse_pattern('<ip> - "<method>')
        .parse_regexp(r"(?P<a>\w+)")
        .rate("1d")
        .divided_by(shop.rate("1m")),
    ]
    for metric in written:
        assert source.api.format_query(str(metric))


def test_mistakes_are_named(shop: Shop) -> None:
    with pytest.raises(ValidationFailed, match="column"):
        validate_logql(f"rate({shop.selector} | nonsense [5m])", "metric", shop.source.api.format_query)
    with pytest.raises(SourceRejectedQuery):
        shop.source.fetch(RangeRequest("sum(", 0, MINUTE, MINUTE))
    with pytest.raises(TooManySeries):
        shop.source.api.query_lines(shop.selector, shop.at(0), shop.at(1), 1_000_000)
