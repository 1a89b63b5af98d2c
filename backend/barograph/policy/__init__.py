"""Policy: from scores to episodes, as pure functions of arrays; every decision has a reason."""

from barograph.policy.advance import advance
from barograph.policy.base import Decision, Doubt, Outcome, Reason
from barograph.policy.plan import DEFAULT_THRESHOLD, Plan

__all__ = ["DEFAULT_THRESHOLD", "Decision", "Doubt", "Outcome", "Plan", "Reason", "advance"]
