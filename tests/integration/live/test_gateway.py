import json
import signal
import time
import urllib.request

import numpy as np
import pytest
from websocket import WebSocketBadStatusException

from barograph.domain import Frame, Labels, Scores
from barograph.live.scores import LiveScores
from barograph.security import Role
from tests.integration.live.conftest import World, connected
from tests.servers.base import RunningServer, wait_until
from tests.servers.gateway import read_figures


def test_a_committed_event_reaches_those_who_want_it(world: World, gateway: RunningServer) -> None:
    with connected(gateway) as one, connected(gateway) as other:
        greeting = one.hear()
        other.hear()
        assert (greeting["type"], greeting["protocol"]) == ("hello", "barograph.v1")
        assert one.say(type="subscribe", topics=["anomalies"], ref="a")["ref"] == "a"
        other.say(type="subscribe", topics=["anomalies"], filters={"severity": "critical"})
        warning, critical = world.commit("warning", "critical")
        assert one.hear_ids(2) == [warning, critical]
        assert other.hear_ids(1) == [critical]


def test_a_client_resumes_from_memory_and_from_the_log(world: World, gateway: RunningServer) -> None:
    ids = world.commit(*["warning"] * 30)
    with connected(gateway) as client:
        client.hear()
        wait_until(lambda: _newest(gateway) >= ids[-1], "the gateway following")
        for start in (0, 27):
            client.say(type="subscribe", topics=["anomalies"], resume_from=ids[start])
            assert client.hear_ids(len(ids) - 1 - start) == ids[start + 1 :]
            client.say(type="unsubscribe", topics=["anomalies"])


def test_what_the_bus_did_not_tell_is_found_in_the_log(world: World, gateway: RunningServer) -> None:
    with connected(gateway) as client:
        client.hear()
        client.say(type="subscribe", topics=["anomalies"])
        silent = world.commit("info", "info", is_told=False)
        told = world.commit("info")
        assert client.hear_ids(3) == silent + told
        last = world.commit("info", is_told=False)
        assert client.hear_ids(1) == last


def test_what_is_not_in_the_log_any_more_is_said_clearly(world: World, gateway: RunningServer) -> None:
    with connected(gateway) as client:
        client.hear()
        answer = client.say(type="subscribe", topics=["anomalies"], resume_from=10**9, ref=7)
        assert (answer["type"], answer["ref"]) == ("reload", 7)
        (fresh,) = world.commit("info")
        assert client.hear_ids(1) == [fresh]


def test_no_tenant_sees_another_whatever_it_asks_for(world: World, guarded: RunningServer) -> None:
    mine, theirs = world.key_for("mine"), world.key_for("theirs")
    before = world.commit("info")[-1]
    topics = ["anomalies", "detectors"]
    tricks = ["scores:../theirs/shop", "scores:theirs/shop", "scores:shop?", "scores:*", "scores:shop"]
    with connected(guarded, Authorization=f"Bearer {mine}") as thief:
        assert thief.hear()["tenant"] == "mine"
        secret = world.commit(*["critical"] * 3, tenant="theirs")
        thief.say(type="subscribe", topics=topics, resume_from=before)
        assert thief.say(type="subscribe", topics=tricks)["type"] == "subscribed"
        assert _offer_scores(world, "theirs") == 0
        world.commit("critical", tenant="theirs")
        own = world.commit("critical", tenant="mine")
        assert thief.hear_ids(1) == own
    with connected(guarded, Authorization=f"Bearer {theirs}") as owner:
        owner.hear()
        owner.say(type="subscribe", topics=topics, resume_from=before)
        assert owner.hear_ids(4)[:3] == secret


def test_a_viewer_may_not_have_what_editors_have(world: World, guarded: RunningServer) -> None:
    for role, kind in ((Role.VIEWER, "error"), (Role.EDITOR, "subscribed")):
        key = world.key_for("default", role)
        with connected(guarded, Authorization=f"Bearer {key}") as client:
            client.hear()
            assert client.say(type="subscribe", topics=["system"])["type"] == kind


def test_who_is_nobody_is_sent_away_with_a_code(guarded: RunningServer) -> None:
    for headers in ({}, {"Authorization": "Bearer bg_wrong"}, {"X-Grafana-User": "admin"}):
        with connected(guarded, **headers) as client:
            assert client.hear()["code"] == 4401


def test_a_ticket_opens_one_socket(world: World, guarded: RunningServer) -> None:
    ticket = _ticket(guarded, world.key_for("mine"))
    for expected in ("hello", "close"):
        with connected(guarded, f"?ticket={ticket}") as client:
            assert client.hear()["type"] == expected


def test_pages_of_other_sites_may_not_connect(gateway: RunningServer) -> None:
    with pytest.raises(WebSocketBadStatusException), connected(gateway, origin="https://evil.example"):
        pass
    with connected(gateway, origin=gateway.url) as client:
        assert client.hear()["type"] == "hello"


def test_compression_is_declined(gateway: RunningServer) -> None:
    offer = {"Sec-WebSocket-Extensions": "permessage-deflate"}
    with connected(gateway, **offer) as client:
        headers = client.connection.headers or {}
        assert "sec-websocket-extensions" not in headers
        assert client.connection.getsubprotocol() == "barograph.v1"


def test_live_scores_flow_while_somebody_listens(world: World, gateway: RunningServer) -> None:
    with connected(gateway) as client:
        client.hear()
        client.say(type="subscribe", topics=["scores:shop"], filters={"labels": {"job": "api"}})
        wait_until(lambda: len(world.bus.watched("scores/default/shop")) == 1, "the engine hearing of it")
        assert _offer_scores(world, "default") == 1
        message = client.hear()
        assert message["topic"] == "scores:shop"
        assert [series["labels"] for series in message["series"]] == [{"job": "api"}]
    wait_until(lambda: not world.bus.watched("scores/default/shop"), "the engine hearing of the end")


def test_a_stopping_gateway_says_goodbye_at_once(world: World) -> None:
    with world.gateway() as server, connected(server) as client:
        client.hear()
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        goodbye = client.hear()
        assert (goodbye["code"], "resume from" in goodbye["reason"]) == (1001, True)
        server.process.wait(timeout=5)
        assert time.monotonic() - started < 5


def test_a_client_that_says_nothing_more_is_closed(world: World, gateway: RunningServer) -> None:
    with connected(gateway) as dead:
        dead.hear()
        before = read_figures(gateway.port)["connections"]
        # Nobody reads, so nobody answers pings.
        wait_until(lambda: read_figures(gateway.port)["connections"] < before, "the silent one being closed")


def _newest(server: RunningServer) -> int:
    with connected(server) as client:
        newest: int = client.hear()["id"]
    return newest


def _offer_scores(world: World, tenant: str) -> int:
    frame = Frame((Labels(job="api"), Labels(job="db")), np.array([1000]), np.ones((2, 1)))
    return LiveScores(world.bus).offer(tenant, "shop", frame, Scores.unknown(frame))


def _ticket(server: RunningServer, key: str) -> str:
    request = urllib.request.Request(
        f"{server.url}/api/v1/live/ticket", method="POST", headers={"Authorization": f"Bearer {key}"}
    )
    with urllib.request.urlopen(request, timeout=5) as answer:
        ticket: str = json.loads(answer.read())["ticket"]
    return ticket
