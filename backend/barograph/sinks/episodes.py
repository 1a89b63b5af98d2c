"""Episodes as they are now: sinks ask here instead of trusting an old message."""

from collections.abc import Iterable, Sequence

from barograph.config.detector import DetectorSpec
from barograph.domain import Anomaly, Incident
from barograph.errors import Conflict, NotFound
from barograph.sinks.alerts import Alert, AlertMaker
from barograph.storage import Stores
from barograph.storage.outbox import OutboxItem

__all__ = ["TEST_KIND", "Episodes"]

TEST_KIND = "test"
"""Kind of a message that is about no episode: it shows whether messages arrive."""


class Episodes:
    """Reads anomalies and incidents and makes alerts of them."""

    def __init__(self, stores: Stores, maker: AlertMaker, subjects: Iterable[str]) -> None:
        self._stores = stores
        self._maker = maker
        self._subjects = frozenset(subjects)

    def named(self, messages: Sequence[OutboxItem]) -> dict[tuple[str, str], Alert]:
        """Return the alerts that messages are about, by tenant and fingerprint, as they are now."""
        anomalies: list[Anomaly] = []
        incidents: list[Incident] = []
        for tenant in sorted({message.tenant for message in messages}):
            names = {one.fingerprint: is_incident(one) for one in messages if one.tenant == tenant}
            anomalies += self._stores.anomalies.named(tenant, [name for name in names if not names[name]])
            incidents += self._stores.incidents.named(tenant, [name for name in names if names[name]])
        return {**self._alerts(anomalies, incidents), **self._tests(messages)}

    def about(self, tenant: str, kind: str, names: Sequence[str]) -> list[Alert]:
        """Return the alerts of named ``anomalies`` or ``incidents``, as they are now."""
        if kind == "incidents":
            return list(self._alerts((), self._stores.incidents.named(tenant, names)).values())
        return list(self._alerts(self._stores.anomalies.named(tenant, names), ()).values())

    def unsettled(self, ended_since_ms: int) -> dict[tuple[str, str], Alert]:
        """Return the alerts that go on and those that ended lately."""
        sent = self._subjects
        anomalies = self._stores.anomalies.unsettled(ended_since_ms) if "anomalies" in sent else ()
        incidents = self._stores.incidents.unsettled(ended_since_ms) if "incidents" in sent else ()
        return self._alerts(anomalies, [one for one in incidents if not one.held_back])

    def is_known_now(self, now_ms: int, within_ms: int) -> bool:
        """Tell whether anything was judged lately, so that what is open here can be believed to be open."""
        judged_ms = self._stores.cursors.latest_move_ms()
        return judged_ms is None or now_ms - judged_ms <= within_ms

    def _tests(self, messages: Iterable[OutboxItem]) -> dict[tuple[str, str], Alert]:
        return {
            (one.tenant, one.fingerprint): self._maker.of_test(
                one.fingerprint, one.at_ms, str(one.payload.get("asked_by", ""))
            )
            for one in messages
            if one.kind == TEST_KIND
        }

    def _alerts(
        self, anomalies: Iterable[Anomaly], incidents: Sequence[Incident]
    ) -> dict[tuple[str, str], Alert]:
        specs: dict[tuple[str, str], DetectorSpec | None] = {}
        found = {
            (one.tenant, one.fingerprint): self._maker.of_anomaly(one, self._spec_of(one, specs))
            for one in anomalies
        }
        founders = self._founders(incidents)
        for incident in incidents:
            first = founders.get((incident.tenant, incident.members[0])) if incident.members else None
            spec = self._spec_of(first, specs) if first else None
            found[incident.tenant, incident.id] = self._maker.of_incident(incident, first, spec)
        return found

    def _founders(self, incidents: Sequence[Incident]) -> dict[tuple[str, str], Anomaly]:
        return {
            (tenant, one.fingerprint): one
            for tenant in {incident.tenant for incident in incidents}
            for one in self._stores.anomalies.named(
                tenant, [each.members[0] for each in incidents if each.tenant == tenant and each.members]
            )
        }

    def _spec_of(
        self, anomaly: Anomaly, known: dict[tuple[str, str], DetectorSpec | None]
    ) -> DetectorSpec | None:
        key = (anomaly.tenant, anomaly.detector_id)
        if key not in known:
            try:
                known[key] = self._stores.detectors.get(*key).spec
            except (NotFound, Conflict):
                known[key] = None
        return known[key]


def is_incident(message: OutboxItem) -> bool:
    """Tell what a message is about by its kind."""
    return message.kind.startswith("incident_")
