"""Feedback: kept with its event, read one anomaly or one detector at a time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, insert, select

from barograph.domain import Event, EventType, Feedback, Verdict
from barograph.storage.database import Database
from barograph.storage.events import EventLog
from barograph.storage.tables import AnomalyRow, FeedbackRow

__all__ = ["FeedbackBook"]

_COLUMNS = tuple(name for name in Feedback.__slots__ if name != "id")


class FeedbackBook:
    """Keeps every word that was said; the last one about an anomaly counts."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = EventLog(database)

    def add(self, feedback: Feedback) -> tuple[Feedback, tuple[Event, ...]]:
        """Store what somebody said and the event that tells it; return both with their ids."""
        values = {name: getattr(feedback, name) for name in _COLUMNS} | {"verdict": feedback.verdict.value}
        with self._events.turn() as connection:
            statement = insert(FeedbackRow).values(**values).returning(FeedbackRow.id)
            number = int(connection.execute(statement).scalar_one())
            events = self._events.append_within(connection, [_to_event(feedback)])
        return replace(feedback, id=number), events

    def of(self, tenant: str, fingerprint: str, limit: int = 100) -> tuple[Feedback, ...]:
        """Return what was said about an anomaly, the latest first."""
        query = select(FeedbackRow.__table__).where(
            FeedbackRow.tenant == tenant, FeedbackRow.fingerprint == fingerprint
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(FeedbackRow.id.desc()).limit(limit)).all()
        return tuple(_to_feedback(row) for row in rows)

    def last_words(self, tenant: str, detector_id: str, since_ms: int) -> dict[str, Feedback]:
        """Return the last word about each anomaly of a detector, of those said since a moment."""
        query = select(FeedbackRow.__table__).where(
            FeedbackRow.tenant == tenant,
            FeedbackRow.detector_id == detector_id,
            FeedbackRow.at_ms >= since_ms,
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(FeedbackRow.id)).all()
        return {row.fingerprint: _to_feedback(row) for row in rows}

    def last_words_about(self, tenant: str, fingerprints: Sequence[str]) -> dict[str, Feedback]:
        """Return the last word about each of these anomalies that somebody said something of."""
        query = select(FeedbackRow.__table__).where(
            FeedbackRow.tenant == tenant, FeedbackRow.fingerprint.in_(fingerprints)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(FeedbackRow.id)).all()
        return {row.fingerprint: _to_feedback(row) for row in rows}

    def verdicts(self, tenant: str, detector_id: str, since_ms: int) -> dict[str, Verdict]:
        """Return the last verdict on each anomaly of a detector that changed since a moment."""
        joined = (AnomalyRow.tenant == FeedbackRow.tenant) & (
            AnomalyRow.fingerprint == FeedbackRow.fingerprint
        )
        query = (
            select(FeedbackRow.fingerprint, FeedbackRow.verdict)
            .join(AnomalyRow, joined)
            .where(FeedbackRow.tenant == tenant, FeedbackRow.detector_id == detector_id)
            .where(AnomalyRow.updated_ms >= since_ms)
        )
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(FeedbackRow.id)).all()
        return {row.fingerprint: Verdict(row.verdict) for row in rows}


def _to_feedback(row: Row[Any]) -> Feedback:
    return Feedback(**{**row._mapping, "verdict": Verdict(row.verdict)})


def _to_event(feedback: Feedback) -> Event:
    payload: dict[str, object] = {
        "fingerprint": feedback.fingerprint,
        "verdict": feedback.verdict.value,
        "reason": feedback.reason,
        "author": feedback.author,
    }
    return Event(EventType.FEEDBACK_GIVEN, feedback.tenant, feedback.at_ms, payload, feedback.detector_id)
