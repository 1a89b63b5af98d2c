"""A job, and how it stands in its row."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Row

__all__ = ["CANCELLED", "SCHEDULE", "TRAIN", "Job", "JobState", "to_job"]

CANCELLED = "cancelled"
"""The code of the error of jobs that somebody ended."""
SCHEDULE = "schedule"
"""Who asks for what is done by itself; people come first."""
TRAIN = "train"
"""The kind of job of which each detector has one at most that waits or runs."""


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """What was asked, by whom, and what came of it: ``result``, or ``error`` with code and message.

    ``claimed_by`` is the worker that took it last.
    """

    tenant: str
    id: str
    kind: str
    state: JobState
    requested_by: str
    created_ms: int
    updated_ms: int
    detector_id: str | None = None
    progress: float = 0.0
    request: dict[str, Any] = field(default_factory=dict)
    result: dict[str, Any] = field(default_factory=dict)
    error: dict[str, Any] = field(default_factory=dict)
    claimed_by: str | None = None

    @property
    def is_finished(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in (JobState.DONE, JobState.FAILED)


def to_job(row: Row[Any]) -> Job:
    """Return the job of a row."""
    values = {name: row._mapping[name] for name in Job.__slots__}
    return Job(**values | {"state": JobState(row.state)})
