"""`/api/v1/jobs`: what is being done, how far it is, and an end to it."""

from typing import Any

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import json_response
from barograph.api.auditing import tell_audit
from barograph.api.bodies.events import JobBody, JobList, JobPath, JobQuery, job_body
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.security import Role
from barograph.storage import AuditSubject, SubjectKind

__all__ = ["jobs"]

jobs = APIBlueprint("jobs", __name__, url_prefix="/api/v1/jobs", abp_tags=[Tag(name="jobs")])


@jobs.get("", summary="List jobs", responses={200: JobList})
def list_jobs(query: JobQuery) -> Response:
    """Return the jobs that were asked for last; finished ones are forgotten after an hour."""
    limit = query.limit or services().settings.api_page_size
    found = services().stores.jobs.latest(identity().tenant, limit, query.detector)
    return json_response({"items": [job_body(job) for job in found]})


@jobs.get("/<job_id>", summary="How far a job is", responses={200: JobBody})
def get_job(path: JobPath) -> dict[str, Any]:
    """Return one job."""
    return job_body(services().stores.jobs.get(identity().tenant, path.job_id))


@jobs.post("/<job_id>/cancel", summary="End a job", responses={200: JobBody})
@needs(Role.EDITOR)
def cancel_job(path: JobPath) -> dict[str, Any]:
    """Say that a job is not wanted any more; one that is finished stays as it is."""
    job = services().stores.jobs.cancel(identity().tenant, path.job_id, services().now_ms())
    tell_audit(
        AuditSubject(SubjectKind.JOB, job.id, f"{job.kind} {job.detector_id or ''}".strip()), "Ended it."
    )
    return job_body(job)
