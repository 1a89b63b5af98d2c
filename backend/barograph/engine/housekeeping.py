"""What is old is forgotten, and episodes whose detector is gone are closed."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from barograph.domain import AnomalyChange, AnomalyState, ChangeKind
from barograph.storage import Stores

__all__ = ["Housekeeping"]

_DAY_MS = 86_400_000
_JOB_MS = 3_600_000
_PROCESS_MS = 300_000
_OUTBOX_MS = 7 * _DAY_MS
_AUDIT_MS = 400 * _DAY_MS
_RUNS_MS = 90 * _DAY_MS
_NOTIFICATIONS_MS = 400 * _DAY_MS
_ABANDONED_MS = 60_000
_ABANDONED = "No sink has this address any more. Send it again when one of that name is back."


@dataclass(frozen=True, slots=True)
class Housekeeping:
    """Keeps the database as small as its promises allow."""

    stores: Stores
    event_retention_days: float
    anomaly_retention_days: float
    model_versions_kept: int

    def forget_old(self, now_ms: int) -> None:
        """Delete what nobody can ask for any more."""
        stores = self.stores
        stores.events.forget_before(now_ms - int(self.event_retention_days * _DAY_MS))
        ended_ms = now_ms - int(self.anomaly_retention_days * _DAY_MS)
        stores.incidents.forget_before(ended_ms)
        stores.anomalies.forget_before(ended_ms)
        stores.jobs.forget_before(now_ms - _JOB_MS)
        stores.processes.forget_before(now_ms - _PROCESS_MS)
        stores.outbox.forget_before(now_ms - _OUTBOX_MS)
        stores.models.forget_beyond(self.model_versions_kept)
        stores.audit.forget_before(now_ms - _AUDIT_MS)
        stores.notifications.forget_before(now_ms - _NOTIFICATIONS_MS)
        stores.automation_runs.forget_before(now_ms - _RUNS_MS)
        stores.used_tickets.forget_before(now_ms)

    def put_letters_aside(self, carried: Collection[str], now_ms: int) -> int:
        """Make dead letters of messages whose queue nobody carries any more; returns their number."""
        return self.stores.outbox.abandon(carried, now_ms - _ABANDONED_MS, _ABANDONED)

    def close_orphans(self, now_ms: int) -> int:
        """Resolve open episodes of detectors that do not exist any more; returns their number."""
        changes = [
            AnomalyChange(
                ChangeKind.RESOLVED,
                replace(anomaly, state=AnomalyState.RESOLVED, updated_ms=now_ms, ended_ms=now_ms),
                "detector_deleted",
            )
            for anomaly in self.stores.anomalies.orphans()
        ]
        if changes:
            self.stores.anomalies.record(changes, now_ms)
        return len(changes)
