"""The words of Barograph as frozen values: they know NumPy and nothing else."""

from barograph.domain.anomaly import Anomaly, AnomalyState, Direction, Evidence, Severity, fingerprint_of
from barograph.domain.change import AnomalyChange, ChangeKind
from barograph.domain.detector import DetectorHealth, DetectorState
from barograph.domain.event import Event, EventType
from barograph.domain.feedback import Feedback, Verdict
from barograph.domain.frame import FloatArray, Frame, TimeArray
from barograph.domain.incident import Incident, IncidentChange, IncidentChangeKind, IncidentState, SuspectLine
from barograph.domain.labels import Labels
from barograph.domain.scores import Scores, within

__all__ = [
    "Anomaly",
    "AnomalyChange",
    "AnomalyState",
    "ChangeKind",
    "DetectorHealth",
    "DetectorState",
    "Direction",
    "Event",
    "EventType",
    "Evidence",
    "Feedback",
    "FloatArray",
    "Frame",
    "Incident",
    "IncidentChange",
    "IncidentChangeKind",
    "IncidentState",
    "Labels",
    "Scores",
    "Severity",
    "SuspectLine",
    "TimeArray",
    "Verdict",
    "fingerprint_of",
    "within",
]
