"""The AsyncAPI document of the live protocol, made from the types that the gateway itself uses."""

from typing import Any

import msgspec

from barograph.domain import EventType
from barograph.live.payloads import PAYLOADS
from barograph.live.protocol import SUBPROTOCOL, ClientMessage, ServerMessage
from barograph.live.scores import ScoresMessage
from barograph.live.topics import topic_of

__all__ = ["asyncapi_document"]

_SCHEMAS = "#/components/schemas/{name}"


def asyncapi_document(version: str) -> dict[str, Any]:
    """Return the document; every message of both directions and every payload is in it."""
    sent = [*ServerMessage.__args__, ScoresMessage]
    received = list(ClientMessage.__args__)
    types = [*sent, *received, *dict.fromkeys(PAYLOADS.values())]
    _, schemas = msgspec.json.schema_components(types, schema_hook=_any_json, ref_template=_SCHEMAS)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Barograph live",
            "version": version,
            "description": f"JSON over WebSocket with the subprotocol `{SUBPROTOCOL}`. See docs/live.md.",
        },
        "defaultContentType": "application/json",
        "channels": {"live": _channel(sent, received)},
        "operations": {
            "toServer": _operation("receive", received),
            "toClient": _operation("send", [*sent]),
        },
        "components": {
            "schemas": schemas,
            "messages": {
                **{kind.__name__: _message(kind) for kind in (*sent, *received)},
                **{kind.value: _event_message(kind) for kind in EventType},
            },
        },
    }


def _channel(sent: list[Any], received: list[Any]) -> dict[str, Any]:
    names = [kind.__name__ for kind in (*sent, *received)] + [kind.value for kind in EventType]
    return {
        "address": "/api/v1/live",
        "description": "One socket for events and live scores.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"ws": {"method": "GET"}},
    }


def _operation(action: str, kinds: list[Any]) -> dict[str, Any]:
    names = [kind.__name__ for kind in kinds]
    if action == "send":
        names += [kind.value for kind in EventType]
    return {
        "action": action,
        "channel": {"$ref": "#/channels/live"},
        "messages": [{"$ref": f"#/channels/live/messages/{name}"} for name in names],
    }


def _message(kind: Any) -> dict[str, Any]:
    return {
        "name": str(kind.__struct_config__.tag),
        "summary": _sentence(kind),
        "payload": {"$ref": _SCHEMAS.format(name=kind.__name__)},
    }


def _event_message(kind: EventType) -> dict[str, Any]:
    """An event is the envelope with a payload of its own."""
    body = PAYLOADS[kind]
    narrowed = {
        "properties": {
            "event": {"const": kind.value},
            "topic": {"const": topic_of(kind).value},
            "payload": {"$ref": _SCHEMAS.format(name=body.__name__)},
        }
    }
    envelope = {"$ref": _SCHEMAS.format(name="EventMessage")}
    return {"name": kind.value, "summary": _sentence(body), "payload": {"allOf": [envelope, narrowed]}}


def _any_json(_kind: type) -> dict[str, Any]:
    """Describe a field of the type ``object``."""
    return {"description": "Any JSON value."}


def _sentence(kind: Any) -> str:
    return " ".join((kind.__doc__ or "").split())
