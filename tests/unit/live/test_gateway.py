"""The gateway over real socket pairs, without a server: what clients say, noise included."""

import json
import os
import select
import socket
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wsproto.connection import Connection as WsConnection
from wsproto.connection import ConnectionType
from wsproto.events import CloseConnection, Pong, TextMessage
from wsproto.events import Event as WsEvent

from barograph.domain import Event, EventType
from barograph.live.admission import AdmissionLimits, MessageRate
from barograph.live.closing import CloseCode
from barograph.live.frames import text_frame
from barograph.live.gateway import Gateway, GatewayLimits
from barograph.live.hub import SocketHub
from barograph.live.recent import RecentEvents
from barograph.live.subscribing import Subscriptions
from barograph.live.visitor import Visitor
from tests.unit.live.test_parser import client_frame

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))
MANY = GatewayLimits(rate=MessageRate(1e9, 1e9))


class Watch:
    def __init__(self, loop: "HandLoop", key: tuple[str, int]) -> None:
        self.loop, self.key = loop, key

    def close(self) -> None:
        self.loop.callbacks.pop(self.key, None)


class HandLoop:
    """An event loop that turns when it is told to."""

    def __init__(self) -> None:
        self.callbacks: dict[tuple[str, int], Callable[[], None]] = {}

    def on_readable(self, descriptor: int, callback: Callable[..., None], *arguments: object) -> Watch:
        return self._watch(("read", descriptor), callback, arguments)

    def on_writable(self, descriptor: int, callback: Callable[..., None], *arguments: object) -> Watch:
        return self._watch(("write", descriptor), callback, arguments)

    def _watch(
        self, key: tuple[str, int], callback: Callable[..., None], arguments: tuple[object, ...]
    ) -> Watch:
        self.callbacks[key] = lambda: callback(*arguments)
        return Watch(self, key)

    def turn(self) -> None:
        """Call back for everything that is ready now."""
        readers = [number for kind, number in self.callbacks if kind == "read"]
        writers = [number for kind, number in self.callbacks if kind == "write"]
        readable, writable, _ = select.select(readers, writers, [], 0)
        ready = [("read", one) for one in readable] + [("write", one) for one in writable]
        for key in ready:
            if key in self.callbacks:
                self.callbacks[key]()


class ListLog:
    """An event log in a list; ids begin with 1."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.oldest_id = 1

    def add(self, tenant: str = "default", severity: str = "warning") -> Event:
        payload: dict[str, object] = {"anomaly": {"severity": severity, "labels": {}}}
        event = Event(
            EventType.ANOMALY_DETECTED, tenant, 0, payload, "shop", self.oldest_id + len(self.events)
        )
        self.events.append(event)
        return event

    def after(self, tenant: str, after_id: int, limit: int) -> Sequence[Event]:
        return [one for one in self.events if one.tenant == tenant and one.id > after_id][:limit]

    def follow(self, after_id: int, limit: int) -> Sequence[Event]:
        return [one for one in self.events if one.id > after_id][:limit]

    def span(self) -> tuple[int, int]:
        return self.oldest_id, self.oldest_id + len(self.events) - 1


class Table:
    """A gateway with clients at the other ends of socket pairs."""

    def __init__(self, limits: GatewayLimits = MANY, recent_events: int = 100) -> None:
        self.loop = HandLoop()
        self.log = ListLog()
        self.watched: frozenset[str] = frozenset()
        self.hub = SocketHub(RecentEvents(recent_events), self.watch)
        self.later: list[Callable[[], None]] = []
        subscriptions = Subscriptions(self.hub, self.log, self.catch_up, self.spawn, lambda _seconds: None)
        self.gateway = Gateway(self.hub, subscriptions, self.loop, limits)
        self.guests: list[Guest] = []

    def watch(self, channels: frozenset[str]) -> None:
        self.watched = channels

    def spawn(self, task: Callable[..., None], *arguments: object) -> None:
        self.later.append(lambda: task(*arguments))

    def run_later(self) -> None:
        while self.later:
            self.later.pop(0)()

    def catch_up(self) -> None:
        for event in self.log.follow(self.hub.recent.newest_id, 1000):
            self.hub.broadcast(event)

    def commit(self, **event: str) -> int:
        committed = self.log.add(**event)
        self.hub.broadcast(committed)
        return committed.id

    def seat(self, tenant: str = "default", *, topics: str = "anomalies detectors scores system") -> "Guest":
        ours, theirs = socket.socketpair()
        theirs.setblocking(False)
        guest = Guest(self, theirs)
        with ours:
            self.gateway.accept(ours, Visitor(tenant, "someone", "Someone", frozenset(topics.split())))
        self.guests.append(guest)
        return guest

    def close(self) -> None:
        for guest in self.guests:
            guest.socket.close()
            self.loop.turn()


class Guest:
    def __init__(self, table: Table, connection: socket.socket) -> None:
        self.table = table
        self.socket = connection
        self.reader = WsConnection(ConnectionType.CLIENT)

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)
        self.table.loop.turn()

    def say(self, **message: object) -> list[dict[str, object]]:
        self.send(client_frame(1, json.dumps(message).encode()))
        return self.hear()

    def events(self) -> list[WsEvent]:
        try:
            while data := self.socket.recv(65_536):
                self.reader.receive_data(data)
        except BlockingIOError:
            pass
        return list(self.reader.events())

    def hear(self) -> list[dict[str, object]]:
        return [json.loads(event.data) for event in self.events() if isinstance(event, TextMessage)]

    def goodbye(self) -> int | None:
        codes = [int(event.code) for event in self.events() if isinstance(event, CloseConnection)]
        return codes[0] if codes else None


@pytest.fixture
def table() -> Iterator[Table]:
    made = Table()
    yield made
    made.close()


def ids(messages: list[dict[str, object]]) -> list[object]:
    return [message["id"] for message in messages if message["type"] == "event"]


def test_a_guest_is_greeted_with_where_the_log_stands(table: Table) -> None:
    table.commit()
    (hello,) = table.seat().hear()
    assert (hello["type"], hello["id"], hello["tenant"]) == ("hello", 1, "default")


def test_an_event_is_written_once_for_overlapping_subscriptions(table: Table) -> None:
    guest = table.seat()
    guest.say(type="subscribe", topics=["anomalies"])
    guest.say(type="subscribe", topics=["anomalies", "detectors"], filters={"severity": "info"})
    table.commit()
    assert ids(guest.hear()) == [1]


def test_nothing_is_written_after_unsubscribing(table: Table) -> None:
    guest = table.seat()
    guest.say(type="subscribe", topics=["anomalies", "scores:shop"])
    assert table.watched == {"scores/default/shop?"}
    (answer,) = guest.say(type="unsubscribe", topics=["anomalies", "scores:shop"])
    assert answer["topics"] == []
    assert table.watched == frozenset()
    table.commit()
    assert guest.hear() == []


def test_live_scores_reach_their_watchers(table: Table) -> None:
    guest, other = table.seat(), table.seat("other")
    for one in (guest, other):
        one.say(type="subscribe", topics=["scores:shop"])
    table.hub.send_live("scores/default/shop?", b"\x81\x02{}")
    assert guest.hear() == [{}]
    assert other.hear() == []


def test_a_resume_brings_only_what_the_new_subscription_adds(table: Table) -> None:
    guest = table.seat()
    guest.say(type="subscribe", topics=["anomalies"], filters={"severity": "critical"})
    table.commit(severity="critical")
    table.commit(severity="info")
    table.commit(tenant="other")
    assert ids(guest.hear()) == [1]
    assert ids(guest.say(type="subscribe", topics=["anomalies"], resume_from=0)) == [2]


def test_what_happens_during_a_resume_from_the_log_comes_behind_it(table: Table) -> None:
    for _ in range(3):
        table.log.add()
    table.hub.recent.start_at(3)
    guest = table.seat()
    assert guest.say(type="subscribe", topics=["anomalies"], resume_from=1)[1:] == []
    table.commit()
    assert guest.say(type="heartbeat") == []
    table.run_later()
    messages = guest.hear()
    assert [message["type"] for message in messages] == ["subscribed", "event", "event", "event", "heartbeat"]
    assert ids(messages) == [2, 3, 4]


def test_a_second_subscription_that_resumes_loses_nothing_of_the_first(table: Table) -> None:
    for _ in range(200):
        table.log.add()
    table.hub.recent.start_at(200)
    guest = table.seat()
    guest.say(type="subscribe", topics=["anomalies"])
    guest.say(type="subscribe", topics=["detectors"], resume_from=100)
    table.commit()
    table.run_later()
    table.commit()
    assert ids(guest.hear()) == [201, 202]


def test_a_client_that_is_ahead_of_this_gateway_gets_nothing_twice(table: Table) -> None:
    for _ in range(3):
        table.log.add()
    guest = table.seat()
    guest.say(type="subscribe", topics=["anomalies"], resume_from=2)
    table.run_later()
    table.commit()
    assert ids(guest.hear()) == [3, 4]


@pytest.mark.parametrize("resume_from", [1, 99])
def test_what_is_gone_is_said_and_the_rest_is_live(table: Table, resume_from: int) -> None:
    table.log.oldest_id = 10
    table.hub.recent.start_at(9)
    guest = table.seat()
    guest.hear()
    guest.say(type="subscribe", topics=["anomalies"], resume_from=resume_from, ref="r")
    table.run_later()
    (reload,) = guest.hear()
    assert (reload["type"], reload["ref"], reload["id"]) == ("reload", "r", 9)
    table.commit()
    assert ids(guest.hear()) == [10]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"type": "subscribe", "topics": ["weather"]}, "validation_failed"),
        ({"type": "subscribe", "topics": ["scores"]}, "validation_failed"),
        ({"type": "subscribe", "topics": ["system"]}, "forbidden"),
        ({"type": "subscribe", "topics": []}, "validation_failed"),
        ({"type": "subscribe", "topics": ["anomalies"], "resume_from": -1}, "validation_failed"),
        ({"type": "subscribe", "topics": ["anomalies"], "tenant": "other"}, "validation_failed"),
        ({"type": "shout"}, "validation_failed"),
    ],
)
def test_a_mistake_is_answered_with_an_error_and_the_connection_stays(
    table: Table, message: dict[str, object], code: str
) -> None:
    guest = table.seat(topics="anomalies scores")
    guest.hear()
    (answer,) = guest.say(**message)
    assert (answer["type"], answer["code"]) == ("error", code)
    assert guest.say(type="heartbeat")[0]["type"] == "heartbeat"


def test_a_client_may_not_subscribe_without_end(table: Table) -> None:
    guest = table.seat()
    guest.hear()
    for start in (0, 50):
        guest.say(type="subscribe", topics=[f"scores:{start + number}" for number in range(50)])
    (answer,) = guest.say(type="subscribe", topics=["anomalies"])
    assert answer["code"] == "validation_failed"


def test_a_ping_is_answered_and_a_goodbye_returned(table: Table) -> None:
    guest = table.seat()
    guest.hear()
    guest.send(client_frame(9, b"?"))
    (pong,) = guest.events()
    assert isinstance(pong, Pong)
    guest.send(client_frame(8, b"\x03\xe8"))
    assert guest.goodbye() == CloseCode.NORMAL
    assert table.hub.connections == set()


def test_too_many_clients_are_sent_away() -> None:
    limits = GatewayLimits(admission=AdmissionLimits(clients=5, clients_per_tenant=3, clients_per_user=2))
    table = Table(limits)
    seats = [table.seat(), table.seat(), table.seat()]
    assert [one.goodbye() for one in seats] == [None, None, CloseCode.TOO_MANY_CLIENTS]
    table.close()
    assert not table.hub.per_tenant
    assert not table.hub.per_subject


def test_who_talks_too_much_is_parted_from() -> None:
    table = Table(GatewayLimits(rate=MessageRate(0.001, 3)))
    guest = table.seat()
    for _ in range(3):
        assert guest.goodbye() is None
        guest.send(client_frame(1, b'{"type":"heartbeat"}'))
    guest.send(client_frame(1, b'{"type":"heartbeat"}'))
    assert guest.goodbye() == CloseCode.TOO_MANY_MESSAGES
    table.close()


def test_who_reads_nothing_is_parted_from_with_the_id_to_resume_from() -> None:
    table = Table(GatewayLimits(largest_backlog_bytes=5000, send_buffer_bytes=2048))
    guest, other = table.seat(), table.seat()
    guest.say(type="subscribe", topics=["anomalies"])
    other.say(type="subscribe", topics=["anomalies"])
    seen_by_other = []
    while len(table.hub.connections) == 2 and table.hub.recent.newest_id < 5000:
        table.commit()
        seen_by_other += ids(other.hear())
        stuck = [one for one in table.hub.connections if one.is_closing]
        if stuck:
            break
    events: list[WsEvent] = []
    while table.loop.callbacks and len(table.hub.connections) == 2:
        events += guest.events()
        table.loop.turn()
    events += guest.events()
    received = [json.loads(one.data)["id"] for one in events if isinstance(one, TextMessage)]
    (goodbye,) = [one for one in events if isinstance(one, CloseConnection)]
    assert goodbye.code == CloseCode.TOO_SLOW
    assert goodbye.reason == f"too slow: resume from {received[-1]}"
    assert received == list(range(1, received[-1] + 1))
    assert seen_by_other == list(range(1, table.hub.recent.newest_id + 1))
    table.close()


def test_who_can_not_take_in_one_large_frame_is_parted_from() -> None:
    table = Table(GatewayLimits(largest_backlog_bytes=5000, send_buffer_bytes=2048))
    guest = table.seat()
    guest.hear()
    (connection,) = table.hub.connections
    connection.send(text_frame(b"x" * 100_000), 7)
    assert connection.is_closing
    events: list[WsEvent] = []
    while table.hub.connections:
        events += guest.events()
        table.loop.turn()
    events += guest.events()
    (goodbye,) = [one for one in events if isinstance(one, CloseConnection)]
    assert (goodbye.code, goodbye.reason) == (CloseCode.TOO_SLOW, "too slow: resume from 7")
    table.close()


def test_a_closing_gateway_says_goodbye_and_takes_nobody_in(table: Table) -> None:
    guest = table.seat()
    guest.hear()
    table.gateway.close()
    assert guest.goodbye() == CloseCode.GOING_AWAY
    assert table.seat().goodbye() == CloseCode.GOING_AWAY


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
nearly_right = st.fixed_dictionaries(
    {"type": st.sampled_from(["subscribe", "unsubscribe", "heartbeat", "event"]) | json_values},
    optional={
        "topics": st.lists(st.sampled_from(["anomalies", "scores:x", "scores:"]) | json_values, max_size=4),
        "filters": st.fixed_dictionaries({}, optional={"labels": json_values, "severity": json_values}),
        "resume_from": json_values,
        "ref": json_values,
        "more": json_values,
    },
)
frames = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=200).map(lambda text: client_frame(1, text)),
    json_values.map(lambda value: client_frame(1, json.dumps(value).encode())),
    nearly_right.map(lambda value: client_frame(1, json.dumps(value).encode())),
    st.tuples(st.integers(0, 15), st.binary(max_size=130), st.booleans()).map(
        lambda parts: client_frame(parts[0], parts[1], is_final=parts[2])
    ),
)


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.lists(frames, max_size=12))
def test_whatever_a_client_sends_it_gets_an_answer_or_a_code_and_leaves_nothing(
    sent: list[bytes],
) -> None:
    table = Table()
    table.log.add()
    table.hub.recent.start_at(1)
    guest = table.seat()
    messages: list[dict[str, object]] = []
    codes: list[int] = []
    for data in sent:
        try:
            guest.send(data)
        except OSError:
            break
        table.run_later()
        for event in guest.events():
            if isinstance(event, TextMessage):
                messages.append(json.loads(event.data))
            if isinstance(event, CloseConnection):
                codes.append(int(event.code))
    known = {"hello", "subscribed", "reload", "heartbeat", "error", "event"}
    assert {message["type"] for message in messages} <= known
    assert all(message["message"] for message in messages if message["type"] == "error")
    assert set(codes) <= {int(code) for code in CloseCode}
    table.close()
    assert not table.hub.connections
    assert not table.loop.callbacks
    assert not table.watched
    assert not table.hub.per_tenant
