"""`/api/v1/automations/runs`: what automations did, and what waits for a person."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.auditing import tell_audit
from barograph.api.authors import caller_name
from barograph.api.bodies.automations import RunBody, RunPage, RunPath, RunQuery, run_body
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.errors import Conflict
from barograph.security import Role
from barograph.storage import AuditSubject, RunState, SubjectKind

__all__ = ["automation_runs"]

automation_runs = APIBlueprint(
    "automation_runs",
    __name__,
    url_prefix="/api/v1/automations/runs",
    abp_tags=[Tag(name="automations")],
)


@automation_runs.get("", summary="List runs", responses={200: RunPage})
def list_runs(query: RunQuery) -> dict[str, Any]:
    """Return a page of runs."""
    wanted = query.to_page_request(services().settings.api_page_size)
    store = services().stores.automation_runs
    return page_body(store.page(identity().tenant, query.automation, query.state, wanted), run_body)


@automation_runs.get("/<run_id>", summary="Read a run", responses={200: RunBody})
def get_run(path: RunPath) -> dict[str, Any]:
    """Return one run with what became of each action."""
    return run_body(services().stores.automation_runs.get(identity().tenant, path.run_id))


@automation_runs.post("/<run_id>/approve", summary="Let it act", responses={200: RunBody})
@needs(Role.EDITOR)
def approve_run(path: RunPath) -> dict[str, Any]:
    """Let a run that waits do what its plan says; the engine does it at once."""
    return _decide(path, RunState.APPROVED)


@automation_runs.post("/<run_id>/reject", summary="Leave it", responses={200: RunBody})
@needs(Role.EDITOR)
def reject_run(path: RunPath) -> dict[str, Any]:
    """Leave undone what a run wanted to do."""
    return _decide(path, RunState.REFUSED)


def _decide(path: RunPath, state: RunState) -> dict[str, Any]:
    store, now_ms = services().stores.automation_runs, services().now_ms()
    run = store.get(identity().tenant, path.run_id)
    if run.state is not RunState.WAITING or (run.expires_ms is not None and run.expires_ms <= now_ms):
        raise Conflict(
            f"Run {run.id} is {run.state.value} and does not wait for anybody any more.",
            detail={"state": run.state.value},
        )
    plan = run.read_plan()
    if state is RunState.APPROVED and plan.mistake is not None:
        raise plan.mistake
    if plan.mistake is None and plan.spec.is_privileged:
        identity().require(Role.ADMIN, "A run that starts a program")
    decided = store.decide(run, state, caller_name(), now_ms)
    word = "Approved" if state is RunState.APPROVED else "Rejected"
    what = run.occurrence.get("sentence", "")
    tell_audit(
        AuditSubject(SubjectKind.AUTOMATION, run.automation, run.automation),
        f"{word} run {run.id}. {what}".strip(),
    )
    return run_body(decided)
