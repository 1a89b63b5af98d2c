"""`/api/v1/jobs`: what is being done, how far it is, and an end to it."""

from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.auditing import expect_telling, tell_audit
from barograph.api.bodies.events import JobBody, JobPage, JobPath, JobQuery, job_body
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.security import Role
from barograph.storage import AuditSubject, SubjectKind

__all__ = ["jobs"]

jobs = APIBlueprint("jobs", __name__, url_prefix="/api/v1/jobs", abp_tags=[Tag(name="jobs")])


@jobs.get("", summary="List jobs", responses={200: JobPage})
def list_jobs(query: JobQuery) -> dict[str, Any]:
    """Return a page of jobs, the latest first; finished ones are forgotten after an hour."""
    wanted = query.to_page_request(services().settings.api_page_size)
    return page_body(services().stores.jobs.page(identity().tenant, wanted, query.detector), job_body)


@jobs.get("/<job_id>", summary="How far a job is", responses={200: JobBody})
def get_job(path: JobPath) -> dict[str, Any]:
    """Return one job."""
    return job_body(services().stores.jobs.get(identity().tenant, path.job_id))


@jobs.post("/<job_id>/cancel", summary="End a job", responses={200: JobBody})
@needs(Role.EDITOR)
def cancel_job(path: JobPath) -> dict[str, Any]:
    """Say that a job is not wanted any more; one that is finished stays as it is."""
    store, tenant = services().stores.jobs, identity().tenant
    before = store.get(tenant, path.job_id)
    job = store.cancel(tenant, path.job_id, services().now_ms())
    expect_telling()
    if not before.is_finished:
        name = f"{job.kind} {job.detector_id or ''}".strip()
        tell_audit(AuditSubject(SubjectKind.JOB, job.id, name), "Ended it.")
    return job_body(job)
