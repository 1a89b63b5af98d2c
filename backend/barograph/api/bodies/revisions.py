"""Questions and answers about the history of a detector."""

from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body, PageQuery
from barograph.api.bodies.detectors import DetectorPath
from barograph.storage import Revision

__all__ = ["RevisionBody", "RevisionPage", "RevisionPath", "RevisionQuery", "revision_body"]


class RevisionPath(DetectorPath):
    """Which revision of which detector."""

    revision: int = Field(ge=1, le=2**62, description="Number of the revision.")


class RevisionQuery(PageQuery):
    """Which page of the history."""

    sort: None = Field(None, description="The newest come first.")


class ChangeBody(Body):
    """One value that became another; null stands for what was not there."""

    path: str = Field(description="Where it is, such as policy.suppress[0].reason.")
    before: Any
    after: Any


class RevisionBody(Body):
    """A specification that a detector got."""

    revision: int
    at_ms: int
    actor: str = Field(description="Who changed it: a caller, a file, or barograph itself.")
    reason: str = Field(description="Why, where it is known, such as an accepted proposal.")
    changes: list[ChangeBody] = Field(description="Empty for the first one.")
    spec: dict[str, Any] = Field(description="The whole specification, as it was then.")


class RevisionPage(Body):
    """A page of the history, the newest first."""

    items: list[RevisionBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


def revision_body(revision: Revision) -> dict[str, Any]:
    """Return a revision as JSON."""
    names = ("revision", "at_ms", "actor", "reason", "changes", "spec")
    return {name: getattr(revision, name) for name in names}
