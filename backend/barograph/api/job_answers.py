"""Answers to who asked the engine for work: the result where it was quick, else the job."""

from flask import Response

from barograph.api.answers import json_response
from barograph.api.bodies.events import job_body
from barograph.api.engine_desk import raise_failure_of
from barograph.storage import Job

__all__ = ["job_response", "result_response"]


def job_response(job: Job) -> Response:
    """Return a job with its address; 202 while the engine is at it."""
    status = 200 if job.is_finished else 202
    return json_response(job_body(job), status, {"Location": f"/api/v1/jobs/{job.id}"})


def result_response(job: Job) -> Response:
    """Return the result of a job, or the job while the engine is at it; raises what it failed with."""
    raise_failure_of(job)
    return json_response(job.result) if job.is_finished else job_response(job)
