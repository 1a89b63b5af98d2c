"""Questions and answers about detectors."""

from collections.abc import Sequence
from typing import Any, Literal

import orjson
from pydantic import Field

from barograph.api.bodies.base import Body, LabelMatch, PageQuery, Query, labels_of
from barograph.api.bodies.collections import CollectionBody
from barograph.config.detector import DetectorSpec, Name
from barograph.domain import DetectorState
from barograph.storage import Cursor, DetectorFilter, StoredDetector

__all__ = [
    "DetectorBody",
    "DetectorHealthBody",
    "DetectorPage",
    "DetectorPath",
    "DetectorQuery",
    "DetectorStatusBody",
    "SeveralRequest",
    "TurnedList",
    "detector_body",
    "health_body",
    "status_body",
]


class SeveralRequest(Body):
    """Which detectors."""

    ids: tuple[Name, ...] = Field(min_length=1, max_length=100, description="Their ids.")


class TurnedBody(Body):
    """What became of one of several detectors."""

    id: str
    code: str | None = Field(description="Why it was refused, for programs; null where it was not.")
    message: str = Field(description="Why it was refused, for people.")


class TurnedList(Body):
    """What became of each."""

    items: list[TurnedBody]


class DetectorPath(Query):
    """Which detector."""

    detector_id: Name = Field(description="Name of the detector.")


class DetectorQuery(PageQuery):
    """Which detectors."""

    sort: Literal[
        "name", "-name", "title", "-title", "created", "-created", "updated", "-updated", "state", "-state"
    ] = Field("name", description="Order; a minus before it reverses it.")
    state: DetectorState | None = Field(None, description="Only those in this state.")
    source: str | None = Field(None, max_length=100, description="Only those on this data source.")
    algorithm: str | None = Field(None, max_length=100, description="Only those with this algorithm.")
    text: str | None = Field(
        None, max_length=200, description="Found in name, title, description or expression."
    )
    label: list[LabelMatch] | None = Field(
        None, max_length=10, description="`name=value`; several must all match."
    )

    def to_filter(self) -> DetectorFilter:
        """Return what the stores understand."""
        labels = labels_of(self.label)
        return DetectorFilter(self.state, self.source, self.algorithm, self.text, labels)


class DetectorHealthBody(Body):
    """How a detector is."""

    state: DetectorState
    sentence: str = Field(description="Why it is so, and what to do.")
    error_code: str | None = Field(description="The code of the last error, where there is one.")
    since_ms: int = Field(description="Since when it is so.")


class DetectorBody(Body):
    """A detector. Send `spec` back with PUT to change it."""

    id: str
    spec: DetectorSpec
    origin: str = Field(description="`api`, or the file it was provisioned from.")
    is_provisioned: bool = Field(description="Whether it is read-only here.")
    revision: int
    health: DetectorHealthBody
    created_ms: int
    updated_ms: int


class DetectorPage(Body):
    """A page of detectors."""

    items: list[DetectorBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


class DetectorStatusBody(Body):
    """How far a detector is."""

    id: str
    state: DetectorState
    is_enabled: bool
    evaluated_to_ms: int | None = Field(
        description="The last moment it looked at; null before its first tick."
    )
    lag_seconds: float | None = Field(description="How long ago that moment is.")
    series_count: int | None = Field(description="Series that its last tick saw.")
    tick_seconds: float | None = Field(description="How long its last tick took.")
    collection: CollectionBody | None = Field(
        description="How collecting its expression went; null before its first tick."
    )


def detector_body(detector: StoredDetector) -> dict[str, Any]:
    """Return a detector as JSON."""
    return {
        "id": detector.id,
        "spec": orjson.Fragment(detector.spec_text),
        "origin": detector.origin,
        "is_provisioned": detector.is_provisioned,
        "revision": detector.revision,
        "health": health_body(detector),
        "created_ms": detector.created_ms,
        "updated_ms": detector.updated_ms,
    }


def health_body(detector: StoredDetector) -> dict[str, Any]:
    """Return the health of a detector as JSON."""
    return {
        "state": detector.health.state.value,
        "sentence": detector.health.sentence,
        "error_code": detector.health.error_code,
        "since_ms": detector.health.since_ms,
    }


def status_body(
    detector: StoredDetector, cursor: Cursor | None, collections: Sequence[dict[str, Any]], now_ms: int
) -> dict[str, Any]:
    """Return how far a detector is as JSON."""
    expression = detector.content["query"]["expression"]
    return {
        "id": detector.id,
        "state": detector.health.state.value,
        "is_enabled": detector.content["enabled"],
        "evaluated_to_ms": cursor and cursor.evaluated_to_ms,
        "lag_seconds": cursor and (now_ms - cursor.evaluated_to_ms) / 1000,
        "series_count": cursor and cursor.series_count,
        "tick_seconds": cursor and cursor.tick_seconds,
        "collection": next((body for body in collections if body["expression"] == expression), None),
    }
