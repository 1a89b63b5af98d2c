"""Questions and answers about sinks, their queues and what they refused."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, PageQuery
from barograph.config.sink import SinkSpec
from barograph.sinks.address import SinkAddress
from barograph.storage import ProcessBeat
from barograph.storage.dead_letters import DeadLetter

__all__ = [
    "DeadLetterPage",
    "DeadLetterQuery",
    "ReplayBody",
    "ReplayRequest",
    "SinkPage",
    "SinkPath",
    "SinkTestBody",
    "letter_body",
    "sink_body",
]

_Name = Annotated[str, Field(max_length=100)]


class SinkPath(Body):
    """Which sink."""

    name: str = Field(max_length=100, description="Name of the sink.")


class QueueBody(Body):
    """One address of a sink and the queue of its messages."""

    queue: str
    url: str = Field(description="Whole for administrators of the tenant `default`, else up to the host.")
    pending: int = Field(description="Messages that wait.")
    dead: int = Field(description="Messages that it refused; see the dead letters.")
    dropped: int = Field(description="Messages that were lost because the queue was full, since the start.")
    failures_in_a_row: int = Field(description="Failed deliveries since the last good one.")
    last_error: str
    last_delivered_ms: int | None = Field(description="null where nothing was delivered since the start.")


class SinkBody(Body):
    """Somebody who is told."""

    name: str
    type: str
    send: list[str] = Field(description="What it is told of.")
    addresses: list[QueueBody]


class SinkPage(Body):
    """Everybody who is told."""

    items: list[SinkBody]
    next_cursor: str | None = Field(description="Always null: sinks stand in files and are few.")


class SinkTestItem(Body):
    """What became of a test message at one address."""

    queue: str
    outcome: Literal["delivered", "retry", "refused"]
    reason: str


class SinkTestBody(Body):
    """What became of a test message."""

    items: list[SinkTestItem]


class DeadLetterQuery(PageQuery):
    """Which dead letters."""

    sort: Literal["id", "-id"] = Field("-id", description="Order; a minus before it reverses it.")
    sink: _Name | None = Field(None, description="Only those of this sink.")


class DeadLetterBody(Body):
    """One message that a sink refused."""

    id: int
    sink: str
    queue: str
    subject: str = Field(description="Fingerprint of the anomaly or id of the incident.")
    kind: str
    reason: str
    at_ms: int
    summary: str


class DeadLetterPage(Body):
    """A page of dead letters."""

    items: list[DeadLetterBody]
    next_cursor: str | None


class ReplayRequest(Body):
    """Which dead letters to send again; all where nothing is named."""

    ids: list[Annotated[int, Field(ge=0, lt=2**63)]] | None = Field(None, max_length=500)
    sink: _Name | None = None


class ReplayBody(Body):
    """How many were made due again."""

    replayed: int


def sink_body(
    spec: SinkSpec,
    counts: Mapping[str, tuple[int, int]],
    engines: Iterable[ProcessBeat],
    *,
    has_whole_urls: bool,
) -> dict[str, Any]:
    """Return a sink with its queues, as the database and the engines that live know them."""
    reports = [engine.detail.get("sinks", {}) for engine in engines]
    return {
        "name": spec.name,
        "type": spec.type,
        "send": list(spec.send),
        "addresses": [
            _queue_body(
                queue,
                url if has_whole_urls else SinkAddress(url).shown,
                counts.get(queue, (0, 0)),
                [one[queue] for one in reports if queue in one],
            )
            for queue, url in spec.addresses()
        ],
    }


def letter_body(letter: DeadLetter) -> dict[str, Any]:
    """Return a dead letter with the sentence that was not delivered."""
    about = letter.payload.get("incident") or letter.payload.get("anomaly") or {}
    return {
        "id": letter.id,
        "sink": letter.queue.rpartition("/")[0],
        "queue": letter.queue,
        "subject": letter.fingerprint,
        "kind": letter.kind,
        "reason": letter.reason,
        "at_ms": letter.at_ms,
        "summary": about.get("sentence") or about.get("evidence", {}).get("sentence", ""),
    }


def _queue_body(
    queue: str, url: str, counted: tuple[int, int], reports: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    ill = max(reports, key=lambda one: int(one["failures_in_a_row"]), default=None)
    delivered = [one["last_delivered_ms"] for one in reports if one["last_delivered_ms"] is not None]
    return {
        "queue": queue,
        "url": url,
        # What waits in the memory of an engine is not in the database.
        "pending": counted[0] + sum(one.get("in_memory", 0) for one in reports),
        "dead": counted[1],
        "dropped": sum(one["dropped"] for one in reports),
        "failures_in_a_row": ill["failures_in_a_row"] if ill else 0,
        "last_error": ill["last_error"] if ill else "",
        "last_delivered_ms": max(delivered, default=None),
    }
