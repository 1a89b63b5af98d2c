"""Questions and answers about feedback."""

from typing import Any

from pydantic import Field

from barograph.api.bodies.base import Body
from barograph.domain import Feedback, Verdict

__all__ = ["FeedbackBody", "FeedbackList", "FeedbackRequest", "feedback_body"]


class FeedbackRequest(Body):
    """What somebody says about an anomaly."""

    verdict: Verdict = Field(
        description="useful: worth a call; expected: unusual but planned; noise: this is normal."
    )
    reason: str = Field("", max_length=2000, description="Why, for who reads it later.")


class FeedbackBody(Body):
    """What somebody said about an anomaly."""

    id: int
    fingerprint: str
    detector_id: str
    verdict: Verdict
    reason: str
    author: str
    at_ms: int


class FeedbackList(Body):
    """What was said about an anomaly, the latest first: that one counts."""

    items: list[FeedbackBody]
    next_cursor: str | None = Field(description="Always null: there are few.")


def feedback_body(given: Feedback) -> dict[str, Any]:
    """Return one word as the API shows it."""
    return {name: getattr(given, name) for name in FeedbackBody.model_fields}
