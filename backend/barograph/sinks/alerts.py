"""Alerts: an anomaly or an incident in the words of Alertmanager."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import blake2b

from barograph.config.detector import DetectorSpec
from barograph.domain import Anomaly, Incident, Labels
from barograph.sinks.links import Links

__all__ = ["Alert", "AlertMaker", "to_rfc3339"]

_NOT_A_LABEL = re.compile(r"[^a-zA-Z0-9_]")
_SHOWN_SUSPECTS = 3


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert; its labels are its identity, and ``ended_ms`` is None while it goes on."""

    labels: Labels
    annotations: Mapping[str, str]
    started_ms: int
    ended_ms: int | None
    generator_url: str
    fingerprint: str

    def succeeded_by(self, alert: "Alert", now_ms: int) -> "Alert":
        """Return this alert as it ends because the same episode is told under other labels now."""
        if alert.ended_ms is not None:
            return replace(alert, labels=self.labels)
        severity = alert.labels.get("severity", "")
        is_other = severity != self.labels.get("severity", "")
        annotations = _going_on(alert.annotations, f"as {severity}" if is_other else "under other labels")
        return replace(alert, labels=self.labels, annotations=annotations, ended_ms=now_ms)


class AlertMaker:
    """Makes equal alerts of equal episodes, on every replica and after every restart."""

    def __init__(
        self, links: Links, external_labels: Mapping[str, str], incident_labels: Iterable[str] = ()
    ) -> None:
        self._links = links
        self._external_labels = dict(external_labels)
        self._incident_labels = tuple(incident_labels)

    def of_anomaly(self, anomaly: Anomaly, spec: DetectorSpec | None) -> Alert:
        """Return the alert of an episode; ``spec`` is None where its detector is gone."""
        evidence = anomaly.evidence
        name = "BarographAnomaly"
        labels = self._labels(name, anomaly, spec).merged({"severity": anomaly.severity.value})
        numbers = {
            "score": f"{anomaly.peak_score:.3f}",
            "value": f"{evidence.actual:.6g}",
            "expected": f"{evidence.expected:.6g}",
            "lower": f"{evidence.lower:.6g}",
            "upper": f"{evidence.upper:.6g}",
            "direction": anomaly.direction.value,
        }
        title = (spec.title if spec else "") or anomaly.detector_id
        texts = {**(spec.annotations if spec else {}), "summary": title, "description": evidence.sentence}
        return Alert(
            labels,
            {**texts, **numbers},
            anomaly.started_ms,
            anomaly.ended_ms,
            self._links.to_anomaly(anomaly),
            anomaly.fingerprint,
        )

    def of_incident(self, incident: Incident, first: Anomaly | None, spec: DetectorSpec | None) -> Alert:
        """Return the alert of an incident; its first anomaly lends the labels that route it."""
        shared = self._labels("", first, spec).only(*self._incident_labels) if first else Labels()
        identity = {
            "alertname": "BarographIncident",
            "incident": incident.id,
            "series": _series_of(first) if first else "",
            "severity": incident.severity.value,
        }
        is_over = incident.state.value != "open"
        suspects = ", ".join(one.component for one in incident.suspects[:_SHOWN_SUSPECTS])
        annotations = {
            **(spec.annotations if spec else {}),
            "summary": incident.title,
            "description": incident.sentence,
            "anomalies": str(len(incident.members)),
            "suspects": suspects,
        }
        if incident.merged_into:
            annotations = _going_on(annotations, f"in incident {incident.merged_into}")
        return Alert(
            Labels({**self._external_labels, **shared, **_tenant_label(incident.tenant), **identity}),
            {name: text for name, text in annotations.items() if text},
            incident.started_ms,
            (incident.ended_ms or incident.updated_ms) if is_over else None,
            self._links.to_incident(incident.merged_into or incident.id),
            incident.id,
        )

    def of_test(self, name: str, started_ms: int, asked_by: str) -> Alert:
        """Return the alert that shows that messages arrive."""
        labels = {**self._external_labels, "alertname": "BarographTest", "severity": "info"}
        annotations = {
            "summary": "This is a test of Barograph",
            "description": f"{asked_by} tries whether messages arrive. There is nothing to do.",
        }
        return Alert(Labels(labels), annotations, started_ms, None, self._links.home, name)

    def _labels(self, alertname: str, anomaly: Anomaly, spec: DetectorSpec | None) -> Labels:
        series = {
            "metric" if name == "__name__" else _NOT_A_LABEL.sub("_", name): value
            for name, value in anomaly.labels.items()
        }
        own = {"alertname": alertname, "detector": anomaly.detector_id, **_tenant_label(anomaly.tenant)}
        # As in Prometheus an external label never replaces one that the alert has by itself.
        return Labels({**self._external_labels, **series, **(spec.labels if spec else {}), **own})


def to_rfc3339(time_ms: int) -> str:
    """Write a moment as Alertmanager reads it."""
    return (
        datetime.fromtimestamp(time_ms / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    )


def _series_of(anomaly: Anomaly) -> str:
    """Name a series the same way whenever it is strange, so that a silence can hold until later."""
    identity = "\x1f".join((anomaly.tenant, anomaly.detector_id, str(anomaly.labels)))
    return blake2b(identity.encode(), digest_size=6).hexdigest()


def _going_on(annotations: Mapping[str, str], how: str) -> dict[str, str]:
    """Return the annotations of an alert that ends although what it is about does not."""
    sentence = f"It goes on {how}."
    return {**annotations, "description": sentence, "goes_on": sentence}


def _tenant_label(tenant: str) -> dict[str, str]:
    return {} if tenant == "default" else {"tenant": tenant}
