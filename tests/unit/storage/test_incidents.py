from dataclasses import replace

from barograph.domain import Incident, IncidentChange, IncidentChangeKind, IncidentState, Severity
from barograph.storage import AnomalyFilter, IncidentFilter, Stores
from tests.unit.storage.making import make_anomaly, opened

FIRST, SECOND = make_anomaly(1000), make_anomaly(2000, route="/pay")


def incident_of(*members: str) -> Incident:
    return Incident(
        tenant="default",
        id="1",
        title="Slow",
        sentence="Slow.",
        state=IncidentState.OPEN,
        severity=Severity.WARNING,
        started_ms=1000,
        updated_ms=1000,
        ended_ms=None,
        members=members,
        left_out=(),
        suspects=(),
    )


def record(stores: Stores, incident: Incident) -> None:
    stores.incidents.record([IncidentChange(IncidentChangeKind.UPDATED, incident, "grown")], 1)


def test_an_anomaly_and_its_incident_find_each_other_as_members_come_and_go(stores: Stores) -> None:
    stores.anomalies.record([opened(FIRST), opened(SECOND)], now_ms=1)

    def members() -> list[str]:
        found = stores.anomalies.page("default", AnomalyFilter(incident_id="1"))
        return [one.fingerprint for one in found.items]

    def holders(fingerprint: str) -> list[str]:
        wanted = IncidentFilter(anomaly=fingerprint)
        return [one.id for one in stores.incidents.page("default", wanted).items]

    record(stores, incident_of(FIRST.fingerprint, FIRST.fingerprint))
    assert (members(), holders(SECOND.fingerprint)) == ([FIRST.fingerprint], [])
    record(stores, incident_of(FIRST.fingerprint, SECOND.fingerprint))
    assert members() == [SECOND.fingerprint, FIRST.fingerprint]
    record(stores, replace(incident_of(SECOND.fingerprint), left_out=(FIRST.fingerprint,)))
    assert (members(), holders(FIRST.fingerprint)) == ([SECOND.fingerprint], [])
    assert holders(SECOND.fingerprint) == ["1"]
    assert stores.incidents.page("other", IncidentFilter(anomaly=SECOND.fingerprint)).items == ()
