import base64
import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from barograph.errors import (
    Forbidden,
    SourceAnswerInvalid,
    SourceError,
    SourceMisconfigured,
    SourceRejectedQuery,
    SourceThrottled,
    SourceTimeout,
    SourceUnavailable,
    TooManySeries,
)
from barograph.sources.http import Credentials, HttpClient, HttpOptions, TlsOptions
from barograph.sources.http.budget import QueryBudget
from tests.servers.base import free_port
from tests.servers.certificates import make_certificates
from tests.servers.faults import Reply, answer, drip, gzip_bomb, hang_up, serving, silence, truncated


def make_client(url: str, *, attempts: int = 1, **options: Any) -> HttpClient:
    return HttpClient(url, HttpOptions(attempts=attempts, **options), sleep=lambda _seconds: None)


def test_a_post_form_is_sent_and_the_body_comes_back() -> None:
    with serving(answer(b'{"a":1}')) as server:
        reply = make_client(server.url).post("/api", {"query": "a b"})
    assert reply.body == b'{"a":1}'
    assert reply.media_type == "application/json"
    assert server.requests[0].startswith(b"POST /api HTTP/1.1")
    assert server.requests[0].endswith(b"query=a+b")
    assert b"Accept-Encoding: identity" in server.requests[0]


@pytest.mark.parametrize(
    ("credentials", "header"),
    [
        (Credentials(bearer_token="s3cret"), b"Authorization: Bearer s3cret"),
        (
            Credentials(username="me", password="pä:ss"),
            b"Authorization: Basic " + base64.b64encode("me:pä:ss".encode()),
        ),
    ],
)
def test_credentials_and_headers_are_sent(credentials: Credentials, header: bytes) -> None:
    with serving(answer(b"{}")) as server:
        make_client(server.url, credentials=credentials, headers={"X-Scope-OrgID": "one"}).get("/")
    assert header in server.requests[0]
    assert b"X-Scope-OrgID: one" in server.requests[0]


def test_secrets_are_not_shown() -> None:
    options = HttpOptions(credentials=Credentials(bearer_token="s3cret"), headers={"X-Key": "s3cret"})
    assert "s3cret" not in repr(options)


FAULTS: list[tuple[Reply, type[SourceError], str]] = [
    (answer(b"slow down", 429, retry_after="7"), SourceThrottled, "slow down"),
    (answer(b"", 500), SourceUnavailable, "status 500"),
    (answer(b"", 503), SourceUnavailable, "status 503"),
    (answer(b"", 504), SourceTimeout, "gave up"),
    (answer(b"who are you", 401), SourceMisconfigured, "credentials"),
    (answer(b"", 404), SourceMisconfigured, "no such API"),
    (answer(b"", 302, location="http://elsewhere/"), SourceMisconfigured, "http://elsewhere/"),
    (answer(b"parse error", 400), SourceRejectedQuery, "parse error"),
    (hang_up, SourceUnavailable, "can't be reached"),
    (silence, SourceTimeout, "did not answer within 0.3 s"),
    (drip(b"x" * 1000, 0.02), SourceTimeout, "did not answer within 0.3 s"),
    (truncated(b"x" * 100, 50), SourceAnswerInvalid, "broke off"),
    (gzip_bomb(50_000_000), TooManySeries, "max_response_bytes"),
    (answer(b"x" * 2_000_000), TooManySeries, "2,000,000 of 1,000,000"),
    (answer(b"not gzip", content_encoding="gzip"), SourceAnswerInvalid, "not valid gzip"),
    (answer(gzip.compress(b"x" * 99)[:-9], content_encoding="gzip"), SourceAnswerInvalid, "ends too early"),
    (answer(b"x", content_encoding="br"), SourceAnswerInvalid, "'br'"),
]


@pytest.mark.parametrize(("reply", "kind", "words"), FAULTS)
def test_every_fault_of_a_server_has_a_name(reply: Reply, kind: type[SourceError], words: str) -> None:
    with serving(reply) as server, pytest.raises(kind, match=words) as caught:
        make_client(server.url, timeout_seconds=0.3, max_response_bytes=1_000_000).get("/")
    assert type(caught.value) is kind


def test_retry_after_is_handed_on() -> None:
    with serving(answer(b"", 429, retry_after="7")) as server, pytest.raises(SourceThrottled) as caught:
        make_client(server.url).get("/")
    assert caught.value.retry_after_seconds == 7


@pytest.mark.parametrize(
    ("url", "kind", "words"),
    [
        ("http://127.0.0.1:{port}", SourceUnavailable, "Connection refused"),
        ("http://no-such-host.invalid", SourceUnavailable, "can't be resolved"),
        ("nonsense", SourceMisconfigured, "can't be used"),
        ("http://", SourceMisconfigured, "can't be used"),
    ],
)
def test_every_fault_of_an_address_has_a_name(url: str, kind: type[SourceError], words: str) -> None:
    with pytest.raises(kind, match=words):
        make_client(url.format(port=free_port())).get("/")


def test_an_unknown_certificate_is_refused_and_a_known_one_is_not(tmp_path: Path) -> None:
    certificates = make_certificates(tmp_path)
    known = TlsOptions(ca_file=certificates.certificate_file)
    with serving(answer(b"{}"), tls=certificates.server_context()) as server:
        with pytest.raises(SourceMisconfigured, match="certificate"):
            make_client(server.url).get("/")
        assert make_client(server.url, tls=known).get("/").is_ok
        assert make_client(server.url, tls=TlsOptions(is_verified=False)).get("/").is_ok
    with pytest.raises(SourceMisconfigured, match="certificate files"):
        make_client(server.url, tls=TlsOptions(ca_file=tmp_path / "missing.pem")).get("/")


def test_our_certificate_is_shown_to_a_server_that_asks(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    tls = TlsOptions(made.certificate_file, made.certificate_file, made.key_file)
    with serving(answer(b"{}"), tls=made.server_context(asks_client=True)) as server:
        assert make_client(server.url, tls=tls).get("/").is_ok


def test_a_retry_waits_as_long_as_the_server_asks() -> None:
    pauses: list[float] = []
    options = HttpOptions(attempts=3)
    with serving(answer(b"", 429, retry_after="2"), hang_up, answer(b"{}")) as server:
        client = HttpClient(server.url, options, sleep=pauses.append, chance=lambda: 0.5)
        assert client.get("/").is_ok
    assert pauses == [2.1, 0.2]


def test_a_wait_beyond_the_time_out_is_not_begun() -> None:
    with serving(answer(b"", 429, retry_after="60")) as server, pytest.raises(SourceThrottled):
        make_client(server.url, attempts=3).get("/")
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", [answer(b"", 400), answer(b"", 401), silence])
def test_what_a_retry_cannot_mend_is_not_retried(reply: Reply) -> None:
    with serving(reply) as server, pytest.raises(SourceError):
        make_client(server.url, attempts=3, timeout_seconds=0.3).get("/")
    assert len(server.requests) == 1


def test_a_server_that_keeps_failing_is_left_alone_and_tried_again() -> None:
    now = [0.0]
    options = HttpOptions(attempts=1, breaker_failures=2, breaker_rest_seconds=10)
    with serving(hang_up, hang_up, answer(b"{}")) as server:
        client = HttpClient(server.url, options, clock=lambda: now[0])
        for _ in range(2):
            with pytest.raises(SourceUnavailable):
                client.get("/")
        with pytest.raises(SourceUnavailable, match="left alone"):
            client.get("/")
        assert client.is_resting
        now[0] = 10.0
        assert client.get("/").is_ok
    assert len(server.requests) == 3


def test_queries_beyond_the_slots_wait_and_give_up() -> None:
    budget = QueryBudget(concurrency=1, per_minute=None, clock=time.monotonic)
    with budget.slot(1), pytest.raises(SourceTimeout, match="No slot became free"), budget.slot(0.01):
        pass
    with budget.slot(0.01):
        pass


class LateBudget(QueryBudget):
    """Has a slot only when as much time has passed as a query may take."""

    @contextmanager
    def slot(self, timeout_seconds: float) -> Iterator[None]:
        threading.Event().wait(timeout_seconds)
        yield


def test_the_time_out_of_a_server_begins_when_there_is_a_slot() -> None:
    budget = LateBudget(1, None, time.monotonic)
    with serving(answer(b"{}")) as server:
        client = HttpClient(server.url, HttpOptions(timeout_seconds=0.5), budget=budget)
        assert client.get("/").is_ok


def test_health_is_asked_outside_of_slots_and_budget() -> None:
    with serving(answer(b"{}")) as server:
        client = make_client(server.url, concurrency=1, queries_per_minute=1)
        client.get("/")
        assert client.unmetered().get("/").is_ok
        assert client.unmetered().get("/").is_ok
        with pytest.raises(SourceThrottled):
            client.get("/")


def test_a_budget_of_queries_is_kept() -> None:
    with serving(answer(b"{}")) as server:
        client = make_client(server.url, queries_per_minute=2)
        client.get("/")
        client.get("/")
        with pytest.raises(SourceThrottled, match="queries_per_minute") as caught:
            client.get("/")
    assert caught.value.retry_after_seconds == pytest.approx(30, abs=1)


def test_a_guard_sees_the_address_before_anything_is_sent() -> None:
    def refuse(address: str) -> None:
        raise Forbidden(f"No connections to {address}.")

    with serving(answer(b"{}")) as server:
        client = HttpClient(server.url, HttpOptions(), guard=refuse)
        with pytest.raises(Forbidden, match=r"127\.0\.0\.1"):
            client.get("/")
    assert b"GET" not in b"".join(server.requests)


def test_a_body_in_gzip_is_read() -> None:
    with serving(answer(gzip.compress(b"x" * 3_000_000), content_encoding="gzip")) as server:
        assert len(make_client(server.url, encoding="gzip").get("/").body) == 3_000_000
    assert b"Accept-Encoding: gzip" in server.requests[0]
