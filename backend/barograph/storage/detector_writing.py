"""Writing detectors inside a transaction: the row, its labels and the event belong together."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from barograph.config.detector import DetectorSpec
from barograph.domain import DetectorHealth, Event, EventType
from barograph.errors import Conflict, NotFound, ReadOnly
from barograph.storage.detector_rows import (
    StoredDetector,
    detector_columns,
    initial_health,
    to_detector,
    to_label_rows,
    to_spec_row,
)
from barograph.storage.events import EventLog
from barograph.storage.preconditions import check_revision
from barograph.storage.revisions import Author, Revision, describe_changes, last_revision, write_revision
from barograph.storage.tables import CursorRow, DetectorLabelRow, DetectorRow, ModelWatchRow

__all__ = ["DetectorWriter", "check_changeable", "find_detector", "read_detector"]


def find_detector(connection: Connection, tenant: str, detector_id: str) -> StoredDetector | None:
    """Return a detector, None where there is none."""
    query = select(*detector_columns()).where(DetectorRow.tenant == tenant, DetectorRow.name == detector_id)
    row = connection.execute(query).one_or_none()
    return None if row is None else to_detector(row)


def read_detector(connection: Connection, tenant: str, detector_id: str) -> StoredDetector:
    """Return a detector that must be there."""
    detector = find_detector(connection, tenant, detector_id)
    if detector is None:
        raise NotFound(f"There is no detector {detector_id!r}. GET /api/v1/detectors lists them.")
    return detector


class DetectorWriter:
    """Changes detectors on one connection at one moment, in the name of somebody."""

    def __init__(self, connection: Connection, events: EventLog, now_ms: int, author: Author) -> None:
        self._connection = connection
        self._events = events
        self._now_ms = now_ms
        self._author = author

    def create(self, tenant: str, spec: DetectorSpec, origin: str) -> StoredDetector:
        """Insert a detector; a name that is taken is a conflict."""
        existing = find_detector(self._connection, tenant, spec.name)
        if existing is not None:
            raise Conflict(
                f"There is a detector {spec.name!r} already (from {existing.origin}). Choose another name.",
                detail={"name": spec.name, "origin": existing.origin},
            )
        revision = last_revision(self._connection, tenant, spec.name) + 1
        keys = {"tenant": tenant, "name": spec.name, "origin": origin, "revision": revision}
        times = {"created_ms": self._now_ms, "updated_ms": self._now_ms}
        health = _health_row(initial_health(spec, self._now_ms))
        self._connection.execute(insert(DetectorRow).values(**keys, **to_spec_row(spec), **health, **times))
        self._write_labels(tenant, spec)
        self._write_revision(tenant, revision, None, spec)
        return self._announce(EventType.DETECTOR_CREATED, tenant, spec.name)

    def replace(
        self, before: StoredDetector, spec: DetectorSpec, event: EventType, origin: str | None = None
    ) -> StoredDetector:
        """Write a new specification over an old one; the name stays."""
        values: dict[str, Any] = {
            **to_spec_row(spec),
            "origin": origin or before.origin,
            "revision": before.revision + 1,
            "updated_ms": self._now_ms,
        }
        if before.mistake or spec.enabled != before.spec.enabled:
            values |= _health_row(initial_health(spec, self._now_ms))
        self._connection.execute(update(DetectorRow).where(*_key(before)).values(**values))
        self._connection.execute(
            delete(DetectorLabelRow).where(
                DetectorLabelRow.tenant == before.tenant, DetectorLabelRow.detector_id == before.id
            )
        )
        self._write_labels(before.tenant, spec)
        self._write_revision(before.tenant, before.revision + 1, before.content, spec)
        return self._announce(event, before.tenant, spec.name)

    def delete(self, detector: StoredDetector) -> None:
        """Remove a detector with its labels, its cursor and its watch; its anomalies stay as history."""
        for table in (CursorRow, ModelWatchRow):
            self._connection.execute(
                delete(table).where(table.tenant == detector.tenant, table.detector_id == detector.id)
            )
        self._connection.execute(delete(DetectorRow).where(*_key(detector)))
        payload: dict[str, object] = {"name": detector.id}
        self._append(EventType.DETECTOR_DELETED, detector.tenant, detector.id, payload)

    def set_health(self, before: StoredDetector, health: DetectorHealth) -> None:
        """Write how a detector is; a new state is an event."""
        self._connection.execute(update(DetectorRow).where(*_key(before)).values(**_health_row(health)))
        if health.state is not before.health.state:
            payload: dict[str, object] = {
                "state": health.state.value,
                "sentence": health.sentence,
                "error_code": health.error_code,
            }
            self._append(EventType.DETECTOR_HEALTH, before.tenant, before.id, payload)

    def _announce(self, event: EventType, tenant: str, name: str) -> StoredDetector:
        stored = read_detector(self._connection, tenant, name)
        payload: dict[str, object] = {"name": name, "revision": stored.revision, "origin": stored.origin}
        payload["by"] = self._author.name
        self._append(event, tenant, name, payload)
        return stored

    def _append(self, event: EventType, tenant: str, name: str, payload: dict[str, object]) -> None:
        self._events.append_within(self._connection, [Event(event, tenant, self._now_ms, payload, name)])

    def _write_revision(
        self, tenant: str, number: int, before: dict[str, Any] | None, spec: DetectorSpec
    ) -> None:
        content = spec.model_dump(mode="json")
        changes = describe_changes(before, content) if before else []
        write_revision(
            self._connection,
            Revision(
                tenant,
                spec.name,
                number,
                self._now_ms,
                self._author.name[:200],
                self._author.reason,
                changes,
                content,
            ),
        )

    def _write_labels(self, tenant: str, spec: DetectorSpec) -> None:
        rows = list(to_label_rows(tenant, spec))
        if rows:
            self._connection.execute(insert(DetectorLabelRow), rows)


def check_changeable(detector: StoredDetector, expected_revision: int | None) -> None:
    """Refuse a change of what a file owns, or of what somebody else changed in the meantime."""
    if detector.is_provisioned:
        raise ReadOnly(
            f"{detector.id!r} was provisioned from {detector.origin} and can't be changed here. "
            "Change the file; it is reloaded.",
            detail={"origin": detector.origin},
        )
    check_revision(detector.revision, expected_revision)


def _key(detector: StoredDetector) -> tuple[Any, ...]:
    return DetectorRow.tenant == detector.tenant, DetectorRow.name == detector.id


def _health_row(health: DetectorHealth) -> dict[str, Any]:
    return {
        "state": health.state.value,
        "sentence": health.sentence,
        "error_code": health.error_code,
        "since_ms": health.since_ms,
    }
