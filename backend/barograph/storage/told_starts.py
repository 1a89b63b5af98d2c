"""Which starts of episodes were told in time, and which only after the end: read from the outbox."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, select

from barograph.storage.database import Database
from barograph.storage.tables import OutboxRow

__all__ = ["ToldStarts"]


class ToldStarts:
    """Compares when the message of a start was taken with when that of the end was written."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def in_time(self, tenant: str, fingerprints: Sequence[str], sinks: Sequence[str]) -> frozenset[str]:
        """Return the episodes whose start some of these sinks had taken before their end was written."""
        query = (
            select(OutboxRow.fingerprint)
            .where(OutboxRow.tenant == tenant, OutboxRow.fingerprint.in_(fingerprints))
            .group_by(OutboxRow.fingerprint)
            .having(func.min(_taken(sinks)) < func.min(_END))
        )
        with self._database.read() as connection:
            return frozenset(connection.execute(query).scalars())

    def late(self, sink: str, since_ms: int) -> dict[tuple[str, str], int]:
        """Return when a sink took starts of episodes that were over by then, by tenant and fingerprint."""
        lately = select(OutboxRow.fingerprint).where(
            OutboxRow.sink == sink, OutboxRow.delivered_ms >= since_ms, OutboxRow.kind.endswith("opened")
        )
        taken = func.max(_taken([sink]))
        query = (
            select(OutboxRow.tenant, OutboxRow.fingerprint, taken.label("taken_ms"))
            .where(OutboxRow.fingerprint.in_(lately))
            .group_by(OutboxRow.tenant, OutboxRow.fingerprint)
            .having(taken >= func.min(_END))
        )
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return {(row.tenant, row.fingerprint): row.taken_ms for row in rows}


_END = case((OutboxRow.kind.endswith("resolved"), OutboxRow.created_ms))


def _taken(sinks: Sequence[str]) -> ColumnElement[int]:
    is_start = OutboxRow.kind.endswith("opened") & OutboxRow.sink.in_(sinks)
    return case((is_start, OutboxRow.delivered_ms))
