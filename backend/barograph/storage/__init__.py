"""Storage: all SQL is here. Values go in and come out; nobody else sees a row."""

from barograph.storage.anomalies import Anomalies
from barograph.storage.anomaly_filter import AnomalyFilter
from barograph.storage.anomaly_rows import to_json as anomaly_json
from barograph.storage.api_keys import ApiKeys
from barograph.storage.audit import AuditEntry, AuditFilter, AuditSubject, AuditTrail, SubjectKind
from barograph.storage.automation_run_rows import AutomationRun, RunState
from barograph.storage.automation_runs import AutomationRuns
from barograph.storage.automations import Automations, StoredAutomation
from barograph.storage.cursors import Cursor, Cursors
from barograph.storage.database import Database, refuse_absent
from barograph.storage.detector_filter import DetectorFilter
from barograph.storage.detector_rows import StoredDetector
from barograph.storage.detectors import Detectors
from barograph.storage.event_filter import EventFilter
from barograph.storage.events import EventLog
from barograph.storage.incident_filter import IncidentFilter
from barograph.storage.incident_rows import incident_json
from barograph.storage.incidents import Incidents
from barograph.storage.jobs import Job, Jobs, JobState
from barograph.storage.models import ModelInfo, Models
from barograph.storage.outbox import Outbox, OutboxItem
from barograph.storage.pages import Page, PageRequest
from barograph.storage.processes import ProcessBeat, Processes
from barograph.storage.proposals import Proposal, Proposals, ProposalState
from barograph.storage.revisions import Author, Revision, Revisions
from barograph.storage.stores import Stores

__all__ = [
    "Anomalies",
    "AnomalyFilter",
    "ApiKeys",
    "AuditEntry",
    "AuditFilter",
    "AuditSubject",
    "AuditTrail",
    "Author",
    "AutomationRun",
    "AutomationRuns",
    "Automations",
    "Cursor",
    "Cursors",
    "Database",
    "DetectorFilter",
    "Detectors",
    "EventFilter",
    "EventLog",
    "IncidentFilter",
    "Incidents",
    "Job",
    "JobState",
    "Jobs",
    "ModelInfo",
    "Models",
    "Outbox",
    "OutboxItem",
    "Page",
    "PageRequest",
    "ProcessBeat",
    "Processes",
    "Proposal",
    "ProposalState",
    "Proposals",
    "Revision",
    "Revisions",
    "RunState",
    "StoredAutomation",
    "StoredDetector",
    "Stores",
    "SubjectKind",
    "anomaly_json",
    "incident_json",
    "refuse_absent",
]
