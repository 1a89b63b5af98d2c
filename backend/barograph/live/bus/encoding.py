"""How events travel between processes: msgpack, typed."""

from collections.abc import Sequence

import msgspec

from barograph.domain import Event
from barograph.errors import InternalError

__all__ = ["decode_events", "encode_events"]

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(tuple[Event, ...])


def encode_events(events: Sequence[Event]) -> bytes:
    """Return the events as bytes."""
    return _ENCODER.encode(events)


def decode_events(message: bytes) -> tuple[Event, ...]:
    """Return the events of a message of ours."""
    try:
        return _DECODER.decode(message)
    except (msgspec.MsgspecError, ValueError) as error:
        raise InternalError(
            "A message on the bus is not a list of events. Run the same version of Barograph everywhere."
        ) from error
