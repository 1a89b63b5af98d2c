import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from barograph.errors import Forbidden, SourceMisconfigured, SourceThrottled, SourceUnavailable
from barograph.sources.http import HttpOptions, TlsOptions
from barograph.sources.logs.line import LineReader, LogLine
from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.reading import LokiReader
from barograph.sources.loki.tail import LokiTail
from barograph.sources.loki.tail_connection import connect_tail
from tests.servers.base import wait_until
from tests.servers.certificates import make_certificates
from tests.servers.faults import answer, hang_up, serving
from tests.servers.loki import LokiDouble

START = time.time_ns()


class Follower:
    """Collects what a tail yields, in a thread of its own."""

    def __init__(self, loki: LokiDouble, api: LokiApi) -> None:
        self.texts: list[str] = []
        self.stopping = threading.Event()
        connect = connect_tail(loki.url, HttpOptions(), {"X-Scope-OrgID": "acme"})
        self.tail = LokiTail(connect, LokiReader(api), time.time_ns, self.stopping)
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        self.texts += []
        for line in self.tail.follow('{app="shop"}', START):
            self.texts.append(line.text)


@pytest.fixture
def follower(loki: LokiDouble, api: LokiApi) -> Iterator[Follower]:
    loki.push(START - 1, "before the beginning")
    loki.push(START + 1, "line 0")
    follower = Follower(loki, api)
    wait_until(lambda: follower.texts == ["line 0"] and len(loki.tails) == 1, "the tail to be open")
    yield follower
    follower.stopping.set()
    loki.break_tails()
    follower.thread.join(timeout=5)


def test_lines_come_as_they_are_pushed(loki: LokiDouble, follower: Follower) -> None:
    loki.push(time.time_ns(), "line 1")
    wait_until(lambda: follower.texts == ["line 0", "line 1"], "the line to arrive")
    (opened,) = (asked for asked in loki.requests if asked["path"] == "tail")
    assert opened["headers"]["X-Scope-Orgid"] == "acme"


def test_nothing_is_lost_or_doubled_over_a_break(loki: LokiDouble, follower: Follower) -> None:
    loki.push(time.time_ns(), "line 1")
    loki.is_down = True
    loki.break_tails()
    loki.push(time.time_ns(), "line 2")
    loki.is_down = False
    wait_until(lambda: "line 2" in follower.texts and len(loki.tails) == 1, "the tail to be open again")
    loki.push(time.time_ns(), "line 3")
    wait_until(lambda: "line 3" in follower.texts, "the line to arrive")
    assert follower.texts == ["line 0", "line 1", "line 2", "line 3"]


def test_lines_that_loki_dropped_are_read_again(loki: LokiDouble, follower: Follower) -> None:
    lost_ns = time.time_ns()
    loki.push(lost_ns, "line 1", is_sent=False)
    loki.dropped = [lost_ns]
    loki.push(time.time_ns(), "line 2")
    wait_until(lambda: len(follower.texts) == 3, "the lost line to be read")
    assert sorted(follower.texts) == ["line 0", "line 1", "line 2"]


def test_a_refused_tail_is_no_reason_to_try_again(loki: LokiDouble) -> None:
    connect = connect_tail(loki.url + "/wrong", HttpOptions(), {})
    with pytest.raises(SourceMisconfigured, match="404"):
        connect("{}", 0)


def test_an_unreachable_loki_is_said_to_be_so() -> None:
    connect = connect_tail("http://127.0.0.1:1", HttpOptions(), {})
    with pytest.raises(SourceUnavailable, match="can't be reached"):
        connect("{}", 0)


def test_a_redirect_is_not_followed_and_nobody_else_hears_who_we_are() -> None:
    with serving(hang_up) as other, serving(answer(b"", 302, location=other.url)) as server:
        with pytest.raises(SourceMisconfigured, match="status 302"):
            connect_tail(server.url, HttpOptions(), {"Authorization": "Bearer s3cret"})("{}", 0)
        assert other.requests == []


def test_the_proxy_of_the_environment_is_not_used(loki: LokiDouble, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(hang_up) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        connect_tail(loki.url, HttpOptions(), {})("{}", 0).close()
        assert proxy.requests == []


def test_a_guard_refuses_before_anything_is_said(loki: LokiDouble) -> None:
    def refuse(address: str) -> None:
        raise Forbidden(f"{address} may not be asked.")

    with pytest.raises(Forbidden, match="127"):
        connect_tail(loki.url, HttpOptions(), {}, refuse)("{}", 0)
    assert loki.requests == []


def test_certificates_are_checked_and_shown(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    tls = TlsOptions(made.certificate_file, made.certificate_file, made.key_file)
    with serving(answer(b"no", 403), tls=made.server_context(asks_client=True)) as server:
        with pytest.raises(SourceUnavailable, match="certificate"):
            connect_tail(server.url, HttpOptions(), {})("{}", 0)
        assert server.requests == []
        with pytest.raises(SourceMisconfigured, match="status 403"):
            connect_tail(server.url, HttpOptions(tls=tls), {})("{}", 0)


class Throttled:
    """Refuses the first question for a moment."""

    def __init__(self, reader: LineReader) -> None:
        self.reader = reader
        self.asked = 0

    def read(self, expression: str, start_ns: int, end_ns: int) -> Iterator[list[LogLine]]:
        self.asked += 1
        if self.asked == 1:
            raise SourceThrottled("slower, please")
        yield from self.reader.read(expression, start_ns, end_ns)


def test_a_catch_up_that_is_throttled_is_tried_again(loki: LokiDouble, api: LokiApi) -> None:
    loki.push(START + 1, "line 0")
    reader = Throttled(LokiReader(api))
    tail = LokiTail(connect_tail(loki.url, HttpOptions(), {}), reader, time.time_ns, threading.Event())
    lines = tail.follow('{app="shop"}', START)
    assert next(lines).text == "line 0"
    assert reader.asked == 2
    lines.close()


def test_lines_far_behind_the_newest_are_caught_up_with(loki: LokiDouble, follower: Follower) -> None:
    loki.push(time.time_ns() + 300 * 10**9, "ahead of the clock")
    wait_until(lambda: "ahead of the clock" in follower.texts, "the line to arrive")
    loki.is_down = True
    loki.break_tails()
    loki.push(max(START + 2, time.time_ns() - 30 * 10**9), "late")
    loki.is_down = False
    wait_until(lambda: "late" in follower.texts, "the late line to be read")
