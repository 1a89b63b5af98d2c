"""What is known of each version of a model; the arrays lie in files."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, insert, select, update

from barograph.errors import NotFound
from barograph.storage.database import Database
from barograph.storage.tables import ModelRow

__all__ = ["ModelInfo", "Models"]


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """One version. ``state`` is ``candidate``, ``active`` or ``retired``; at most one is active."""

    tenant: str
    detector_id: str
    version: int
    algorithm: str
    algorithm_version: int
    state: str
    path: str
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

    def add(self, model: ModelInfo) -> None:
        """Store a new version; one that exists already is a conflict."""
        with self._database.begin() as connection:
            values = {name: getattr(model, name) for name in ModelInfo.__slots__}
            connection.execute(insert(ModelRow).values(**values))

    def activate(self, tenant: str, detector_id: str, version: int) -> None:
        """Make one version the active one and retire the one before."""
        of_detector = (ModelRow.tenant == tenant, ModelRow.detector_id == detector_id)
        with self._database.begin() as connection:
            connection.execute(
                update(ModelRow).where(*of_detector, ModelRow.state == "active").values(state="retired")
            )
            chosen = update(ModelRow).where(*of_detector, ModelRow.version == version)
            if connection.execute(chosen.values(state="active")).rowcount == 0:
                raise NotFound(f"{detector_id!r} has no model version {version}.")

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


def _to_model(row: Row[Any]) -> ModelInfo:
    return ModelInfo(**row._mapping)
