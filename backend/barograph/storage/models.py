"""Versions of models: what is known of each, and their bytes."""

from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update
from sqlalchemy.orm import aliased

from barograph.domain import Event, EventType
from barograph.errors import NotFound
from barograph.storage.database import Database
from barograph.storage.events import EventLog
from barograph.storage.tables import ModelContentRow, ModelRow

__all__ = ["ModelInfo", "Models"]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One version. ``state`` is ``candidate``, ``active`` or ``retired``; at most one is active."""

    tenant: str
    detector_id: str
    version: int
    """Its number, which is given when it is added."""
    algorithm: str
    algorithm_version: int
    state: str
    digest: str
    size_bytes: int
    series_count: int
    history_from_ms: int
    history_to_ms: int
    fit_seconds: float
    trained_ms: int
    meta: dict[str, Any] = field(default_factory=dict)


class Models:
    """Keeps versions; a version is never changed, only its state."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = EventLog(database)

    def add(self, model: ModelInfo, content: bytes, event: Event) -> tuple[ModelInfo, tuple[Event, ...]]:
        """Store a new version with its bytes and say so; where it is active, the one before retires.

        It gets the number after the newest, and so does the event.
        """
        # Waiting for one's turn first makes the number safe.
        with self._events.turn() as connection:
            model = replace(model, version=_newest(connection, model.tenant, model.detector_id) + 1)
            if model.state == "active":
                _retire(connection, model.tenant, model.detector_id)
            values = {name: getattr(model, name) for name in ModelInfo.__slots__}
            connection.execute(insert(ModelRow).values(**values))
            key = {name: values[name] for name in ("tenant", "detector_id", "version")}
            connection.execute(insert(ModelContentRow).values(**key, content=content))
            event = replace(event, payload={"version": model.version, **event.payload})
            return model, self._events.append_within(connection, [event])

    def content(self, tenant: str, detector_id: str, version: int) -> bytes:
        """Return the bytes of a version."""
        query = select(ModelContentRow.content).where(
            ModelContentRow.tenant == tenant,
            ModelContentRow.detector_id == detector_id,
            ModelContentRow.version == version,
        )
        with self._database.read() as connection:
            content: bytes | None = connection.execute(query).scalar_one_or_none()
        if content is None:
            raise NotFound(f"{detector_id!r} has no model version {version}.")
        return content

    def forget(self, tenant: str, detector_id: str, version: int) -> None:
        """Delete a version that is not active."""
        is_meant = (
            ModelRow.tenant == tenant,
            ModelRow.detector_id == detector_id,
            ModelRow.version == version,
            ModelRow.state != "active",
        )
        with self._database.begin() as connection:
            connection.execute(delete(ModelRow).where(*is_meant))

    def forget_beyond(self, kept: int) -> int:
        """Delete all but the newest versions of each detector and the active one; returns their number."""
        newer = aliased(ModelRow)
        newer_count = (
            select(func.count())
            .select_from(newer)
            .where(
                newer.tenant == ModelRow.tenant,
                newer.detector_id == ModelRow.detector_id,
                newer.version > ModelRow.version,
            )
            .scalar_subquery()
        )
        is_meant = (ModelRow.state != "active", newer_count >= kept)
        with self._database.begin() as connection:
            return connection.execute(delete(ModelRow).where(*is_meant)).rowcount

    def activate(
        self, tenant: str, detector_id: str, version: int, now_ms: int, by: str = ""
    ) -> tuple[Event, ...]:
        """Make one version the active one, retire the one before, and say so; an older one is a step back."""
        of_detector = (ModelRow.tenant == tenant, ModelRow.detector_id == detector_id)
        with self._events.turn() as connection:
            before = connection.execute(
                select(ModelRow.version).where(*of_detector, ModelRow.state == "active")
            ).scalar_one_or_none()
            if before == version:
                return ()
            _retire(connection, tenant, detector_id)
            chosen = update(ModelRow).where(*of_detector, ModelRow.version == version)
            if connection.execute(chosen.values(state="active")).rowcount == 0:
                raise NotFound(f"{detector_id!r} has no model version {version}.")
            is_back = before is not None and version < before
            kind = EventType.MODEL_ROLLED_BACK if is_back else EventType.MODEL_PROMOTED
            event = Event(kind, tenant, now_ms, {"version": version, "by": by}, detector_id)
            return self._events.append_within(connection, [event])

    def get(self, tenant: str, detector_id: str, version: int) -> ModelInfo:
        """Return one version."""
        found = next((one for one in self.versions(tenant, detector_id) if one.version == version), None)
        if found is None:
            raise NotFound(f"{detector_id!r} has no model version {version}.")
        return found

    def active(self, tenant: str, detector_id: str) -> ModelInfo | None:
        """Return the active version, None where there is none."""
        return next((model for model in self.versions(tenant, detector_id) if model.state == "active"), None)

    def versions(self, tenant: str, detector_id: str) -> tuple[ModelInfo, ...]:
        """Return all versions of a detector, newest first."""
        query = select(ModelRow.__table__).where(
            ModelRow.tenant == tenant, ModelRow.detector_id == detector_id
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(ModelRow.version.desc())).all()
        return tuple(_to_model(row) for row in rows)


def _newest(connection: Connection, tenant: str, detector_id: str) -> int:
    of_detector = (ModelRow.tenant == tenant, ModelRow.detector_id == detector_id)
    return connection.execute(select(func.max(ModelRow.version)).where(*of_detector)).scalar_one() or 0


def _retire(connection: Connection, tenant: str, detector_id: str) -> None:
    is_active = (
        ModelRow.tenant == tenant,
        ModelRow.detector_id == detector_id,
        ModelRow.state == "active",
    )
    connection.execute(update(ModelRow).where(*is_active).values(state="retired"))


def _to_model(row: Row[Any]) -> ModelInfo:
    return ModelInfo(**row._mapping)
