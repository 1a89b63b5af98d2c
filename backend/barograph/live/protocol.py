"""The messages of the subprotocol ``barograph.v1``, typed: JSON text, told apart by ``type``."""

from typing import Annotated

import msgspec

from barograph.domain import Event, Severity
from barograph.errors import ValidationFailed
from barograph.live.frames import text_frame
from barograph.live.topics import topic_of

__all__ = [
    "SUBPROTOCOL",
    "ClientMessage",
    "EventMessage",
    "Filters",
    "Heartbeat",
    "Hello",
    "Problem",
    "Reload",
    "ServerHeartbeat",
    "ServerMessage",
    "Subscribe",
    "Subscribed",
    "Unsubscribe",
    "encode",
    "event_frame",
    "parse_client_message",
]

SUBPROTOCOL = "barograph.v1"
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
_EventId = Annotated[int, msgspec.Meta(ge=0, le=2**62)]
_Ref = Annotated[str, msgspec.Meta(max_length=100)] | int | None


class _Message(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """The base of all messages."""


class Filters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which events of the topics are wanted."""

    labels: Annotated[dict[_Name, _Name], msgspec.Meta(max_length=30)] = {}
    severity: Severity | None = None
    detectors: Annotated[list[_Name], msgspec.Meta(max_length=200)] = []


class Subscribe(_Message, frozen=True, tag="subscribe"):
    """Add topics; with ``resume_from`` first everything after that id is sent again."""

    topics: Annotated[list[_Name], msgspec.Meta(min_length=1, max_length=50)]
    ref: _Ref = None
    filters: Filters = Filters()
    resume_from: _EventId | None = None


class Unsubscribe(_Message, frozen=True, tag="unsubscribe"):
    """Remove topics, whatever their filters were."""

    topics: Annotated[list[_Name], msgspec.Meta(min_length=1, max_length=50)]
    ref: _Ref = None


class Heartbeat(_Message, frozen=True, tag="heartbeat"):
    """A sign of life; ``id`` may tell how far the client has come."""

    id: _EventId | None = None
    ref: _Ref = None


ClientMessage = Subscribe | Unsubscribe | Heartbeat


class Hello(_Message, frozen=True, tag="hello"):
    """The first message: who the client is taken for, and where the log stands."""

    protocol: str
    id: int
    name: str
    tenant: str
    topics: list[str]
    heartbeat_seconds: float
    largest_message_bytes: int


class Subscribed(_Message, frozen=True, tag="subscribed"):
    """The answer to subscribe and unsubscribe: all topics now, and the id from which events are live."""

    ref: _Ref
    id: int
    topics: list[str]


class Reload(_Message, frozen=True, tag="reload"):
    """What was to be resumed is gone: load the state anew, then go on from ``id``, which is live already."""

    ref: _Ref
    id: int
    oldest_id: int
    message: str


class ServerHeartbeat(_Message, frozen=True, tag="heartbeat"):
    """A sign of life: nothing up to ``id`` is missing."""

    id: int


class Problem(_Message, frozen=True, tag="error"):
    """A message of the client that can't be served; the connection stays open unless a close follows."""

    ref: _Ref
    code: str
    message: str
    retryable: bool = False


class EventMessage(_Message, frozen=True, tag="event"):
    """One event."""

    id: int
    event: str
    topic: str
    at_ms: int
    detector_id: str | None
    payload: dict[str, object]


ServerMessage = Hello | Subscribed | Reload | ServerHeartbeat | Problem | EventMessage

_ENCODER = msgspec.json.Encoder()
_DECODER: msgspec.json.Decoder[ClientMessage] = msgspec.json.Decoder(ClientMessage)


def parse_client_message(text: bytes) -> ClientMessage:
    """Return the typed message, or say what is wrong with it."""
    try:
        return _DECODER.decode(text)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise ValidationFailed(f"The message is not understood: {error}. See the protocol.") from error


def encode(message: ServerMessage) -> bytes:
    """Return a message as a frame."""
    return text_frame(_ENCODER.encode(message))


def event_frame(event: Event) -> bytes:
    """Return an event as a frame: encoded once, written to everybody who sees it."""
    return encode(
        EventMessage(
            event.id, event.type, topic_of(event.type), event.created_ms, event.detector_id, event.payload
        )
    )
