"""When episodes began: what the past says of how often, and of what begins together."""

from sqlalchemy import select

from barograph.domain import Labels
from barograph.storage.anomaly_filter import AnomalyFilter, select_anomalies
from barograph.storage.database import Database
from barograph.storage.tables import AnomalyRow

__all__ = ["Starts"]


class Starts:
    """Reads starts of episodes, and nothing else of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def since(self, since_ms: int, limit: int = 20_000) -> list[tuple[str, Labels, int]]:
        """Return detector, labels and start of the latest anomalies of all tenants."""
        columns = (AnomalyRow.detector_id, AnomalyRow.labels, AnomalyRow.started_ms)
        query = select(*columns).where(AnomalyRow.started_ms >= since_ms)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(AnomalyRow.started_ms.desc()).limit(limit)).all()
        return [(row.detector_id, Labels(row.labels), row.started_ms) for row in rows]

    def by_detector(self, tenant: str, since_ms: int, limit: int = 50_000) -> dict[str, list[int]]:
        """Return the starts of the latest episodes of a tenant, for each of its detectors."""
        columns = (AnomalyRow.detector_id, AnomalyRow.started_ms)
        query = select(*columns).where(AnomalyRow.tenant == tenant, AnomalyRow.started_ms >= since_ms)
        found: dict[str, list[int]] = {}
        with self._database.read() as connection:
            for row in connection.execute(query.order_by(AnomalyRow.started_ms.desc()).limit(limit)):
                found.setdefault(row.detector_id, []).append(row.started_ms)
        return found

    def of(self, tenant: str, detector_id: str, since_ms: int, limit: int) -> list[tuple[Labels, int, str]]:
        """Return labels, start and fingerprint of the latest episodes of a detector, latest first."""
        columns = (AnomalyRow.labels, AnomalyRow.started_ms, AnomalyRow.fingerprint)
        query = select_anomalies(tenant, AnomalyFilter(detector_id=detector_id)).with_only_columns(*columns)
        wanted = query.where(AnomalyRow.started_ms >= since_ms).order_by(
            AnomalyRow.started_ms.desc(), AnomalyRow.fingerprint
        )
        with self._database.read() as connection:
            rows = connection.execute(wanted.limit(limit)).all()
        return [(Labels(row.labels), row.started_ms, row.fingerprint) for row in rows]
