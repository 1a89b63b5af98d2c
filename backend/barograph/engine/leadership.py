"""Leadership: one engine of all gives detectors their slots, and another takes over when it falls silent."""

import time
from collections.abc import Callable

import structlog

from barograph.storage.leases import LEADER, Lease, Leases

__all__ = ["Leadership"]

_SILENT_SECONDS = 10.0

_log = structlog.get_logger(__name__)


class Leadership:
    """Holds the lease or waits for it.

    The lease is its holder's for as long as that one beats. Only the clock of this process counts, and only
    what it saw itself: machines whose clocks differ and an outage of the database depose nobody. Whoever
    was deposed without noticing can't write: see ``Anomalies.record_tick``.
    """

    def __init__(self, name: str, leases: Leases, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._leases = leases
        self._monotonic = monotonic
        self._seen: Lease | None = None
        self._seen_at = 0.0

    def look(self, now_ms: int) -> bool:
        """Take the lease where it is free or its holder is silent; tells whether this engine leads now."""
        try:
            lease = self._leases.find(LEADER)
            if lease is not None and lease.holder == self._name:
                return True
            if lease is not None and not self._is_left(lease):
                return False
            before = lease.holder if lease is not None else None
            has_won = self._leases.take(LEADER, before, self._name, now_ms)
        except Exception:
            # Nobody can beat while the database is away.
            self._seen = None
            raise
        if has_won:
            _log.info("this engine leads", before=before)
        return has_won

    def give_up(self) -> None:
        """Let another engine lead at once."""
        self._leases.give_up(LEADER, self._name)

    def _is_left(self, lease: Lease) -> bool:
        if lease.beat_ms is None:
            return True
        if lease != self._seen:
            self._seen, self._seen_at = lease, self._monotonic()
        return self._monotonic() - self._seen_at >= _SILENT_SECONDS
