from dataclasses import replace

import pytest

from barograph.domain import AnomalyChange, ChangeKind, Incident, IncidentChangeKind, IncidentState
from barograph.errors import Conflict
from barograph.incidents.editing import IncidentEdit, edit_incident
from tests.unit.incidents.test_grouping import anomaly, take


def incident() -> Incident:
    (opened,) = take([AnomalyChange(ChangeKind.OPENED, anomaly(name, 0, "d", pod=name)) for name in "ab"])
    return opened.incident


def test_people_rename_and_take_out() -> None:
    change = edit_incident(incident(), IncidentEdit(title="Disk full", leave_out=("b",), add=("c",)), 9)
    assert change.incident.title == "Disk full"
    assert change.incident.members == ("a", "c")
    assert change.incident.left_out == ("b",)
    assert change.incident.is_edited
    back = edit_incident(change.incident, IncidentEdit(add=("b",)), 10)
    assert (back.incident.members, back.incident.left_out) == (("a", "c", "b"), ())


def test_people_end_an_incident() -> None:
    change = edit_incident(incident(), IncidentEdit(is_over=True, note="done"), 9)
    assert (change.kind, change.incident.ended_ms) == (IncidentChangeKind.RESOLVED, 9)
    assert change.incident.state is IncidentState.RESOLVED


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(Conflict, match="at least one"):
        edit_incident(incident(), IncidentEdit(leave_out=("a", "b")), 9)
    merged = replace(incident(), state=IncidentState.MERGED, merged_into="other")
    with pytest.raises(Conflict, match="merged into other"):
        edit_incident(merged, IncidentEdit(note="x"), 9)
