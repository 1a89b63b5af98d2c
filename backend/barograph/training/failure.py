"""Why the last training of a detector failed, and when it is tried again."""

from dataclasses import dataclass
from datetime import UTC, datetime

from barograph.errors import NotEnoughData
from barograph.storage.job_rows import CANCELLED, Job

__all__ = ["TrainingFailure"]


@dataclass(frozen=True, slots=True)
class TrainingFailure:
    """The code of the error and its sentence; ``is_young`` where only more history is needed."""

    code: str
    message: str
    is_young: bool = False
    next_ms: int = 0
    """When the next training is due."""

    @classmethod
    def of(cls, job: Job) -> "TrainingFailure":
        """Return why a training failed."""
        code, detail = str(job.error.get("code")), job.error.get("detail") or {}
        is_young = code == NotEnoughData.code and bool(detail.get("points"))
        return cls(code, str(job.error.get("message")), is_young)

    @property
    def sentence(self) -> str:
        """What happened, why, and when it is tried again."""
        next_at = f"{datetime.fromtimestamp(self.next_ms / 1000, UTC):%Y-%m-%d %H:%M:%S} UTC"
        if self.code == CANCELLED:
            return f"Its training was cancelled; the next one is due at {next_at}."
        if self.is_young:
            return f"It waits for more history; the next try is due at {next_at}. {self.message}"
        return f"Its training failed, and is tried again at {next_at}. {self.message}"
