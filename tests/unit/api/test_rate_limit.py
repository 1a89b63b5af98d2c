from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from barograph.api.rate_limit import RateLimiter
from barograph.security import Role

URL = "/api/v1/detectors"


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_window_slides() -> None:
    clock = Hand()
    limiter = RateLimiter(10, 60, clock=clock)
    clock.now = 59
    assert [limiter.take("a").is_allowed for _ in range(11)] == [True] * 10 + [False]
    clock.now = 61
    assert not limiter.take("a").is_allowed
    clock.now = 60 + 31
    assert [limiter.take("a").is_allowed for _ in range(6)] == [True] * 5 + [False]
    assert limiter.take("b").is_allowed
    clock.now = 600
    assert limiter.take("a").remaining == 9


@given(st.lists(st.floats(0, 30), min_size=1, max_size=60), st.integers(1, 8))
def test_who_waits_as_told_may_pass_and_nobody_gets_twice_the_limit(pauses: list[float], limit: int) -> None:
    clock = Hand()
    limiter = RateLimiter(limit, 60, clock=clock)
    passed: list[float] = []
    for pause in pauses:
        clock.now += pause
        allowance = limiter.take("a")
        if not allowance.is_allowed:
            clock.now += allowance.reset_seconds + 1e-6
            assert limiter.take("a").is_allowed
        passed.append(clock.now)
    for moment in passed:
        assert sum(moment - 60 < other <= moment for other in passed) <= 2 * limit


def test_headers_tell_what_is_left(make_app: Callable[..., Flask], clock: Any) -> None:
    client = make_app(api_read_limit_per_minute=2).test_client()
    first = client.get(URL)
    assert first.headers["RateLimit-Limit"] == "2"
    assert first.headers["RateLimit-Remaining"] == "1"
    client.get(URL)
    refused = client.get(URL)
    assert (refused.status_code, refused.json["code"]) == (429, "rate_limited")
    assert refused.json["retryable"] is True
    clock.now += int(refused.headers["Retry-After"]) + 1
    assert client.get(URL).status_code == 200


def test_each_identity_has_its_own_window_and_probes_none(
    make_app: Callable[..., Flask], key_of: Callable[..., dict[str, str]]
) -> None:
    client = make_app(api_read_limit_per_minute=1).test_client()
    one, two = key_of(Role.VIEWER), key_of(Role.VIEWER)
    assert [client.get(URL, headers=key).status_code for key in (one, two, one)] == [200, 200, 429]
    assert {client.get("/health").status_code for _ in range(5)} == {200}


@pytest.mark.parametrize(("proxies", "status"), [(0, 429), (1, 200)])
def test_addresses_behind_a_proxy_count_only_where_it_is_trusted(
    make_app: Callable[..., Flask], proxies: int, status: int
) -> None:
    client = make_app(api_read_limit_per_minute=1, web_trusted_proxies=proxies).test_client()
    client.get(URL, headers={"X-Forwarded-For": "192.0.2.1"})
    assert client.get(URL, headers={"X-Forwarded-For": "192.0.2.2"}).status_code == status


def test_what_changes_something_has_a_limit_of_its_own(make_app: Callable[..., Flask]) -> None:
    client = make_app(api_rate_limit_per_minute=1, api_read_limit_per_minute=3).test_client()
    changes = [client.post(f"{URL}/none/stop") for _ in range(2)]
    assert [answer.status_code for answer in changes] == [404, 429]
    assert changes[1].json["detail"] == {"limit": 1, "window_seconds": 60}
    reads = [client.get(URL) for _ in range(4)]
    assert [answer.status_code for answer in reads] == [200, 200, 200, 429]
    assert reads[0].headers["RateLimit-Policy"] == "3;w=60"


def test_where_one_limit_is_off_the_other_holds(make_app: Callable[..., Flask]) -> None:
    client = make_app(api_rate_limit_per_minute=0, api_read_limit_per_minute=1).test_client()
    assert {client.post(f"{URL}/none/stop").status_code for _ in range(3)} == {404}
    assert [client.get(URL).status_code for _ in range(2)] == [200, 429]
