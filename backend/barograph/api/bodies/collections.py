"""How the engine's collecting goes, query by query."""

from collections.abc import Iterable
from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body
from barograph.storage import ProcessBeat

__all__ = ["CollectionBody", "CollectionPage", "collection_bodies"]


class CollectionBody(Body):
    """The last collection of an expression; detectors with the same one share it."""

    expression: str
    last_attempt_ms: int
    last_success_ms: int | None = Field(description="null while it never succeeded.")
    newest_point_ms: int | None = Field(description="The newest moment with a value, by the last success.")
    lag_seconds: float | None = Field(description="How old that moment was when it was collected.")
    series: int
    points: int
    requests: int = Field(description="Requests that the last collection took; 0 where all was at hand.")
    response_bytes: int
    duration_seconds: float
    errors_in_a_row: int
    errors_total: int = Field(description="Since the engine started.")
    last_error_code: str | None = Field(description="null after a success.")
    last_error: str | None
    warnings: list[str] = Field([], description="What the source remarked on its last answer.")


class CollectionPage(Body):
    """The collections of a data source, those with errors first."""

    items: list[CollectionBody]
    next_cursor: str | None = Field(description="Always null: an engine reports its latest 500.")


def collection_bodies(beats: Iterable[ProcessBeat], tenant: str, source: str) -> list[dict[str, Any]]:
    """Return the collections of a data source that engines report, each expression once and up to date."""
    latest: dict[str, dict[str, Any]] = {}
    for beat in beats:
        for item in beat.detail.get("collections", ()) if beat.kind == "engine" else ():
            if (item["tenant"], item["source"]) == (tenant, source):
                body = {name: item[name] for name in CollectionBody.model_fields if name in item}
                known = latest.setdefault(body["expression"], body)
                if body["last_attempt_ms"] > known["last_attempt_ms"]:
                    latest[body["expression"]] = body
    return sorted(latest.values(), key=lambda body: (-body["errors_in_a_row"], body["expression"]))
