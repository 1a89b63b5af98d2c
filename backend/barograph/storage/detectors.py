"""Detectors: made through the API, or mirrored from files and then read-only."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from sqlalchemy import Connection, func, select

from barograph.config.detector import DetectorSpec
from barograph.domain import DetectorHealth, DetectorState, EventType
from barograph.storage.database import Database
from barograph.storage.detector_filter import SHOWN_TITLE, DetectorFilter, select_detectors
from barograph.storage.detector_mirror import mirror_files
from barograph.storage.detector_rows import (
    StoredDetector,
    detector_columns,
    to_detector,
)
from barograph.storage.detector_writing import (
    DetectorWriter,
    check_changeable,
    find_detector,
    read_detector,
)
from barograph.storage.events import EventLog
from barograph.storage.origins import MADE_IN_API
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.revisions import BAROGRAPH, Author
from barograph.storage.tables import DetectorRow

__all__ = ["Detectors"]

_CHUNK = 500
_ORDERS: dict[str, tuple[Any, ...]] = {
    "name": (DetectorRow.name,),
    "title": (SHOWN_TITLE, DetectorRow.name),
    "created": (DetectorRow.created_ms, DetectorRow.name),
    "updated": (DetectorRow.updated_ms, DetectorRow.name),
    "state": (DetectorRow.state, DetectorRow.name),
}


class Detectors:
    """Keeps detectors; every change of a specification and every change of state is an event."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = EventLog(database)

    def get(self, tenant: str, detector_id: str) -> StoredDetector:
        """Return one detector."""
        with self._database.read() as connection:
            return read_detector(connection, tenant, detector_id)

    def page(
        self, tenant: str, wanted: DetectorFilter | None = None, request: PageRequest | None = None
    ) -> Page[StoredDetector]:
        """Return a page of detectors, by name unless the request says otherwise."""
        request = request or PageRequest()
        order = Order.parse(request.sort, _ORDERS, default="name")
        with self._database.read() as connection:
            query = select_detectors(tenant, wanted or DetectorFilter())
            return fetch_page(connection, query, order, request, to_detector)

    def enabled(self) -> tuple[StoredDetector, ...]:
        """Return the detectors of all tenants that should run, for the scheduler."""
        query = select(*detector_columns()).where(DetectorRow.state != DetectorState.STOPPED.value)
        with self._database.read() as connection:
            return tuple(to_detector(row) for row in connection.execute(query))

    def edition(self) -> tuple[int, int, int]:
        """Return what changes whenever the set of running detectors or a specification does."""
        query = select(
            func.count(),
            func.coalesce(func.max(DetectorRow.updated_ms), 0),
            func.coalesce(func.sum(DetectorRow.revision), 0),
        ).where(DetectorRow.state != DetectorState.STOPPED.value)
        with self._database.read() as connection:
            count, updated_ms, revisions = connection.execute(query).one()
        return int(count), int(updated_ms), int(revisions)

    def titles(self, tenant: str, names: Sequence[str]) -> dict[str, str]:
        """Return what detectors are called by people, as far as they have a title."""
        title = DetectorRow.__table__.c.spec["title"].as_string()
        query = select(DetectorRow.name, title).where(DetectorRow.tenant == tenant)
        found: dict[str, str] = {}
        with self._database.read() as connection:
            for start in range(0, len(names), _CHUNK):
                named = query.where(DetectorRow.name.in_(names[start : start + _CHUNK]))
                found.update({name: said for name, said in connection.execute(named) if said})
        return found

    def count_by_state(self) -> dict[DetectorState, int]:
        """Return how many detectors of all tenants are in each state."""
        query = (
            select(DetectorRow.state, func.count()).group_by(DetectorRow.state).order_by(DetectorRow.state)
        )
        with self._database.read() as connection:
            return {DetectorState(state): count for state, count in connection.execute(query)}

    def create(
        self, tenant: str, spec: DetectorSpec, now_ms: int, author: Author = BAROGRAPH
    ) -> StoredDetector:
        """Store a new detector; a name that is taken is a conflict."""
        with self._events.turn() as connection:
            return self._writer(connection, now_ms, author).create(tenant, spec, MADE_IN_API)

    def update(
        self,
        tenant: str,
        spec: DetectorSpec,
        now_ms: int,
        expected_revision: int | None = None,
        author: Author = BAROGRAPH,
    ) -> StoredDetector:
        """Replace the specification of a detector, if nobody else did since ``expected_revision``."""
        with self._events.turn() as connection:
            before = self._changeable(connection, tenant, spec.name, expected_revision)
            if before.mistake is None and before.spec == spec:
                return before
            return self._writer(connection, now_ms, author).replace(before, spec, EventType.DETECTOR_UPDATED)

    def set_enabled(
        self, tenant: str, detector_id: str, is_enabled: bool, now_ms: int, author: Author = BAROGRAPH
    ) -> StoredDetector:
        """Start or stop a detector; one that is so already stays as it is."""
        event = EventType.DETECTOR_STARTED if is_enabled else EventType.DETECTOR_STOPPED
        with self._events.turn() as connection:
            before = self._changeable(connection, tenant, detector_id, None)
            if before.spec.enabled == is_enabled:
                return before
            spec = before.spec.model_copy(update={"enabled": is_enabled})
            return self._writer(connection, now_ms, author).replace(before, spec, event)

    def delete(
        self, tenant: str, detector_id: str, now_ms: int, expected_revision: int | None = None
    ) -> None:
        """Remove a detector; its anomalies stay as history."""
        with self._events.turn() as connection:
            before = self._changeable(connection, tenant, detector_id, expected_revision)
            self._writer(connection, now_ms).delete(before)

    def set_health(self, tenant: str, detector_id: str, health: DetectorHealth) -> None:
        """Note how the last tick went; a detector that was stopped or deleted meanwhile stays so."""
        with self._database.read() as connection:
            before = find_detector(connection, tenant, detector_id)
        if before is None or not _is_change(before.health, health):
            return
        with self._events.turn() as connection:
            before = find_detector(connection, tenant, detector_id)
            if before is None or before.health.state is DetectorState.STOPPED:
                return
            if before.health.state is health.state:
                health = replace(health, since_ms=before.health.since_ms)
            self._writer(connection, health.since_ms).set_health(before, health)

    def provision(self, tenant: str, wanted: Mapping[str, tuple[DetectorSpec, ...]], now_ms: int) -> None:
        """Make the provisioned detectors of a tenant exactly those of the files (origin: specifications).

        All or nothing: a name that the API or another file has taken refuses the whole set.
        """
        with self._events.turn() as connection:
            mirror_files(connection, tenant, wanted, partial(self._writer, connection, now_ms))

    def _writer(self, connection: Connection, now_ms: int, author: Author = BAROGRAPH) -> DetectorWriter:
        return DetectorWriter(connection, self._events, now_ms, author)

    def _changeable(
        self, connection: Connection, tenant: str, detector_id: str, expected_revision: int | None
    ) -> StoredDetector:
        detector = read_detector(connection, tenant, detector_id)
        check_changeable(detector, expected_revision)
        return detector


def _is_change(before: DetectorHealth, after: DetectorHealth) -> bool:
    return (before.state, before.sentence, before.error_code) != (
        after.state,
        after.sentence,
        after.error_code,
    )
