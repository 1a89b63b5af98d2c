"""Questions and answers about proposals."""

from typing import Any, Literal

from pydantic import Field

from barograph.api.bodies.base import Body, PageQuery, Query
from barograph.config.detector import Name
from barograph.storage import Proposal, ProposalState

__all__ = ["ProposalBody", "ProposalPage", "ProposalPath", "ProposalQuery", "proposal_body"]


class ProposalPath(Query):
    """Which proposal."""

    proposal_id: int = Field(ge=1, le=2**62, description="Number of the proposal.")


class ProposalQuery(PageQuery):
    """Which proposals."""

    sort: None = Field(None, description="The latest come first.")
    detector: Name | None = Field(None, description="Only those for this detector.")
    state: ProposalState | None = Field(None, description="Only those in this state.")


class EditBody(Body):
    """One change of the specification."""

    op: Literal["append", "set"] = Field(description="append adds to a list, set replaces a value.")
    path: str = Field(description="Where, such as policy.suppress.")
    value: Any
    before: Any = Field(None, description="What `set` replaces.")


class ProposalBody(Body):
    """A change of a detector that follows from feedback."""

    id: int
    detector_id: str
    fingerprint: str = Field(description="The anomaly whose feedback led to it.")
    kind: str = Field(description="suppression, threshold, deviation, calendar or exclusion.")
    sentence: str = Field(description="What would change, and why.")
    change: list[EditBody]
    effect: dict[str, Any] | None = Field(
        description="What a replay showed: alerts_before, alerts_after, removed, appearing, lost_incidents, "
        "lost_useful, start_ms, end_ms; error where it could not be done. null while it is computed."
    )
    state: ProposalState
    decided_by: str = Field(description="Who accepted, rejected or reverted it.")
    revision: int | None = Field(description="The revision of the detector that accepting it made.")
    created_ms: int
    updated_ms: int


class ProposalPage(Body):
    """A page of proposals, the latest first."""

    items: list[ProposalBody]
    next_cursor: str | None = Field(description="Asks for the next page; null on the last one.")


def proposal_body(proposal: Proposal) -> dict[str, Any]:
    """Return a proposal as JSON."""
    body = {name: getattr(proposal, name) for name in ProposalBody.model_fields}
    return {**body, "effect": proposal.effect or None, "state": proposal.state.value}
