"""Anomalies in the log of the engine: the sentence that everybody else gets."""

from collections.abc import Mapping
from typing import Any

import structlog

from barograph.domain import Event, EventType, Severity
from barograph.engine.tick import TickReport
from barograph.errors import BarographError
from barograph.storage.detector_rows import StoredDetector

__all__ = ["AnomalyLog"]

_log = structlog.get_logger(__name__)
_MOST_LINES = 20
_WORDS = {
    EventType.ANOMALY_DETECTED: "anomaly opened",
    EventType.ANOMALY_UPDATED: "anomaly goes on",
    EventType.ANOMALY_RESOLVED: "anomaly is over",
}


class AnomalyLog:
    """A listener of ticks that writes what changed, once; of a storm it writes the first and the number."""

    def on_tick(self, report: TickReport) -> None:
        """Write the changes of a tick."""
        events = [event for event in report.events if event.type in _WORDS]
        for event in events[:_MOST_LINES]:
            _write(event)
        if len(events) > _MOST_LINES:
            _log.warning(
                "more anomalies changed", detector=report.detector.id, more=len(events) - _MOST_LINES
            )

    def on_failure(self, detector: StoredDetector, error: BarographError) -> None:
        """A tick that failed has changed nothing."""


def _write(event: Event) -> None:
    anomaly: Any = event.payload["anomaly"]
    evidence: Mapping[str, Any] = anomaly["evidence"]
    is_news = event.type is EventType.ANOMALY_DETECTED and anomaly["severity"] != Severity.INFO
    write = _log.warning if is_news else _log.info
    write(
        _WORDS[event.type],
        sentence=evidence["sentence"],
        detector=event.detector_id,
        tenant=event.tenant,
        severity=anomaly["severity"],
        fingerprint=anomaly["fingerprint"],
        reason=event.payload["reason"],
    )
