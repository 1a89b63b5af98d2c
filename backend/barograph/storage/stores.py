"""All stores over one database."""

from collections.abc import Iterable
from dataclasses import dataclass

from barograph.storage.anomalies import Anomalies
from barograph.storage.api_keys import ApiKeys
from barograph.storage.audit import AuditTrail
from barograph.storage.automation_runs import AutomationRuns
from barograph.storage.automations import Automations
from barograph.storage.cursors import Cursors
from barograph.storage.database import Database
from barograph.storage.dead_letters import DeadLetters
from barograph.storage.detectors import Detectors
from barograph.storage.events import EventLog
from barograph.storage.feedback import FeedbackBook
from barograph.storage.incidents import Incidents
from barograph.storage.jobs import Jobs
from barograph.storage.leases import Leases
from barograph.storage.model_watches import ModelWatches
from barograph.storage.models import Models
from barograph.storage.notifications import Notifications
from barograph.storage.outbox import Outbox
from barograph.storage.processes import Processes
from barograph.storage.proposals import Proposals
from barograph.storage.revisions import Revisions
from barograph.storage.starts import Starts
from barograph.storage.told_starts import ToldStarts
from barograph.storage.used_tickets import UsedTickets

__all__ = ["Stores"]


@dataclass(frozen=True, slots=True)
class Stores:
    """One store a noun."""

    database: Database
    detectors: Detectors
    anomalies: Anomalies
    starts: Starts
    events: EventLog
    outbox: Outbox
    dead_letters: DeadLetters
    told_starts: ToldStarts
    notifications: Notifications
    cursors: Cursors
    processes: Processes
    models: Models
    jobs: Jobs
    leases: Leases
    audit: AuditTrail
    used_tickets: UsedTickets
    api_keys: ApiKeys
    incidents: Incidents
    feedback: FeedbackBook
    model_watches: ModelWatches
    revisions: Revisions
    proposals: Proposals
    automations: Automations
    automation_runs: AutomationRuns

    @classmethod
    def over(
        cls,
        database: Database,
        sinks: Iterable[str] = ("default",),
        incident_sinks: Iterable[str] | None = None,
    ) -> "Stores":
        """Return the stores; changes of anomalies are queued for ``sinks``, which are read anew each time.

        Those of incidents are queued for ``incident_sinks``, or for the same ones where it is None.
        """
        return cls(
            database=database,
            detectors=Detectors(database),
            anomalies=Anomalies(database, sinks),
            starts=Starts(database),
            events=EventLog(database),
            outbox=Outbox(database),
            dead_letters=DeadLetters(database),
            told_starts=ToldStarts(database),
            notifications=Notifications(database),
            cursors=Cursors(database),
            processes=Processes(database),
            models=Models(database),
            jobs=Jobs(database),
            leases=Leases(database),
            audit=AuditTrail(database),
            used_tickets=UsedTickets(database),
            api_keys=ApiKeys(database),
            incidents=Incidents(database, sinks if incident_sinks is None else incident_sinks),
            feedback=FeedbackBook(database),
            model_watches=ModelWatches(database),
            revisions=Revisions(database),
            proposals=Proposals(database),
            automations=Automations(database),
            automation_runs=AutomationRuns(database),
        )
