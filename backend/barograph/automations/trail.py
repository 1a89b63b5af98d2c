"""What automations leave in the audit trail."""

from barograph.automations.occurrence import BY_AUTOMATION
from barograph.storage import AuditEntry, AuditSubject, AutomationRun, Stores, SubjectKind

__all__ = ["note_run"]


def note_run(stores: Stores, run: AutomationRun, now_ms: int) -> None:
    """Write down how a run ended, and who had agreed."""
    done = [f"{action['type']} {action['outcome']}" for action in run.actions]
    stores.audit.append(
        AuditEntry(
            tenant=run.tenant,
            at_ms=now_ms,
            actor=f"{BY_AUTOMATION}{run.automation}"[:200],
            action="automation run",
            object=f"automations/runs/{run.id}",
            subject=AuditSubject(SubjectKind.AUTOMATION, run.automation, run.automation),
            sentence=f"Run {run.id} is {run.state.value}: {', '.join(done) or 'no action'}.",
            detail={"state": run.state.value, "actions": run.actions, "decided_by": run.decided_by},
        )
    )
