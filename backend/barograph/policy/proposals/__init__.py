"""What a detector could learn from what people say: one change at a time, with its reason."""

from barograph.policy.proposals.base import Judged, Suggestion
from barograph.policy.proposals.suggesting import suggest

__all__ = ["Judged", "Suggestion", "suggest"]
