import threading
import time
from collections.abc import Iterator

import pytest

from barograph.errors import SourceMisconfigured, SourceUnavailable
from barograph.sources.http import HttpOptions
from barograph.sources.loki.api import LokiApi
from barograph.sources.loki.reading import LokiReader
from barograph.sources.loki.tail import LokiTail, connect_tail
from tests.servers.base import wait_until
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
