import json
from collections.abc import Iterator
from typing import Any

import pytest

from barograph.domain import EventType
from barograph.live.asyncapi import asyncapi_document
from barograph.live.payloads import PAYLOADS

DOCUMENT = asyncapi_document("1.2.3")


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def look_up(reference: str) -> Any:
    found: Any = DOCUMENT
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


@pytest.mark.parametrize("kind", list(EventType))
def test_every_kind_of_event_has_a_payload_and_a_message(kind: EventType) -> None:
    assert kind in PAYLOADS
    message = DOCUMENT["components"]["messages"][kind.value]
    assert message["payload"]["allOf"][1]["properties"]["event"] == {"const": kind.value}
    assert message["summary"]


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert len(found) > 30
    assert all(look_up(reference) for reference in found)


def test_the_document_is_json_and_names_both_directions() -> None:
    text = json.dumps(DOCUMENT)
    for word in ("subscribe", "resume_from", "reload", "heartbeat", "scores", "barograph.v1"):
        assert word in text
