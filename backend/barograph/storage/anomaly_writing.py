"""Writing episodes: what is news against what is stored, and the rows of an episode."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select, tuple_

from barograph.domain import Anomaly, AnomalyChange, AnomalyState, ChangeKind, Event, EventType
from barograph.storage.anomaly_rows import to_json, to_label_rows, to_row
from barograph.storage.tables import AnomalyLabelRow, AnomalyRow
from barograph.storage.upsert import insert_new, upsert

__all__ = ["pick_news", "to_event", "write_anomalies"]

_CHUNK = 500
_EVENT_TYPES = {
    ChangeKind.OPENED: EventType.ANOMALY_DETECTED,
    ChangeKind.UPDATED: EventType.ANOMALY_UPDATED,
    ChangeKind.RESOLVED: EventType.ANOMALY_RESOLVED,
}


def pick_news(connection: Connection, changes: Sequence[AnomalyChange]) -> list[AnomalyChange]:
    """Leave out what was recorded before; the changes of one episode stand in their order."""
    known = _read_known(connection, changes)
    news = []
    for change in changes:
        key = (change.anomaly.tenant, change.anomaly.fingerprint)
        if _is_news(change, known.get(key)):
            known[key] = change.anomaly.state, change.anomaly.updated_ms
            news.append(change)
    return news


def to_event(change: AnomalyChange, now_ms: int) -> Event:
    """Return the event that tells of a change."""
    anomaly = change.anomaly
    return Event(
        type=_EVENT_TYPES[change.kind],
        tenant=anomaly.tenant,
        created_ms=now_ms,
        payload={"reason": change.reason, "anomaly": to_json(anomaly)},
        detector_id=anomaly.detector_id,
    )


def write_anomalies(connection: Connection, anomalies: Sequence[Anomaly]) -> None:
    """Write each episode as its last change left it."""
    last = {(anomaly.tenant, anomaly.fingerprint): anomaly for anomaly in anomalies}
    upsert(connection, AnomalyRow, [to_row(anomaly) for anomaly in last.values()])
    labels = [row for anomaly in last.values() for row in to_label_rows(anomaly)]
    insert_new(connection, AnomalyLabelRow, labels)


def _is_news(change: AnomalyChange, known: tuple[AnomalyState, int] | None) -> bool:
    if known is None:
        return True
    state, updated_ms = known
    if change.kind is ChangeKind.OPENED or state is not AnomalyState.OPEN:
        return False
    return change.kind is ChangeKind.RESOLVED or change.anomaly.updated_ms > updated_ms


def _read_known(
    connection: Connection, changes: Sequence[AnomalyChange]
) -> dict[tuple[str, str], tuple[AnomalyState, int]]:
    keys = {(change.anomaly.tenant, change.anomaly.fingerprint) for change in changes}
    columns = (AnomalyRow.tenant, AnomalyRow.fingerprint, AnomalyRow.state, AnomalyRow.updated_ms)
    return {
        (row.tenant, row.fingerprint): (AnomalyState(row.state), row.updated_ms)
        for chunk in _chunks(sorted(keys))
        for row in connection.execute(
            select(*columns).where(tuple_(AnomalyRow.tenant, AnomalyRow.fingerprint).in_(chunk))
        )
    }


def _chunks(keys: Sequence[tuple[str, str]]) -> Iterator[Sequence[tuple[str, str]]]:
    return (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
