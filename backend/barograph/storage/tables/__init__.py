"""The tables, typed; only this package and the queries beside it know them."""

from barograph.storage.tables.anomalies import AnomalyLabelRow, AnomalyRow
from barograph.storage.tables.automations import AutomationRow, AutomationRunRow
from barograph.storage.tables.base import Base
from barograph.storage.tables.datasources import DataSourceRow
from barograph.storage.tables.detectors import CursorRow, DetectorLabelRow, DetectorRow
from barograph.storage.tables.events import EventCounterRow, EventRow, OutboxRow
from barograph.storage.tables.feedback import FeedbackRow
from barograph.storage.tables.incidents import EventReaderRow, IncidentMemberRow, IncidentRow
from barograph.storage.tables.notifications import NotificationRow
from barograph.storage.tables.operations import (
    OPEN_TRAINING,
    ApiKeyRow,
    AuditRow,
    JobRow,
    LeaseRow,
    ModelContentRow,
    ModelRow,
    ModelWatchRow,
    ProcessRow,
    UsedTicketRow,
)
from barograph.storage.tables.proposals import ProposalRow
from barograph.storage.tables.revisions import DetectorRevisionRow

__all__ = [
    "OPEN_TRAINING",
    "AnomalyLabelRow",
    "AnomalyRow",
    "ApiKeyRow",
    "AuditRow",
    "AutomationRow",
    "AutomationRunRow",
    "Base",
    "CursorRow",
    "DataSourceRow",
    "DetectorLabelRow",
    "DetectorRevisionRow",
    "DetectorRow",
    "EventCounterRow",
    "EventReaderRow",
    "EventRow",
    "FeedbackRow",
    "IncidentMemberRow",
    "IncidentRow",
    "JobRow",
    "LeaseRow",
    "ModelContentRow",
    "ModelRow",
    "ModelWatchRow",
    "NotificationRow",
    "OutboxRow",
    "ProcessRow",
    "ProposalRow",
    "UsedTicketRow",
]
