"""`/api/v1/proposals`: changes of detectors that follow from feedback; people decide."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from barograph.api.answers import page_body
from barograph.api.auditing import about_detector, tell_audit
from barograph.api.authors import author, caller_name
from barograph.api.bodies.proposals import (
    ProposalBody,
    ProposalPage,
    ProposalPath,
    ProposalQuery,
    proposal_body,
)
from barograph.api.permissions import needs
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.config.detector import DetectorSpec
from barograph.config.patching import Edit, edits_from_json, put_on, take_off
from barograph.errors import Conflict
from barograph.security import Role
from barograph.storage import Proposal, ProposalState, StoredDetector

__all__ = ["proposals"]

proposals = APIBlueprint(
    "proposals",
    __name__,
    url_prefix="/api/v1/proposals",
    abp_tags=[Tag(name="proposals", description="What detectors could learn from feedback.")],
)


@proposals.get("", summary="List proposals", responses={200: ProposalPage})
def list_proposals(query: ProposalQuery) -> dict[str, Any]:
    """Return a page of proposals."""
    wanted = query.to_page_request(services().settings.api_page_size)
    store = services().stores.proposals
    return page_body(store.page(identity().tenant, query.detector, query.state, wanted), proposal_body)


@proposals.get("/<proposal_id>", summary="Read a proposal", responses={200: ProposalBody})
def get_proposal(path: ProposalPath) -> dict[str, Any]:
    """Return one proposal with what its replay showed."""
    return proposal_body(services().stores.proposals.get(identity().tenant, path.proposal_id))


@proposals.post("/<proposal_id>/accept", summary="Make the change", responses={200: ProposalBody})
@needs(Role.EDITOR)
def accept_proposal(path: ProposalPath) -> dict[str, Any]:
    """Change the detector as proposed; that is a revision, and a training follows."""
    proposal = _read(path, ProposalState.OPEN)
    detector = _change(proposal, put_on, f"Accepts proposal {proposal.id}: {proposal.sentence}")
    tell_audit(about_detector(detector), f"Accepted proposal {proposal.id}: {proposal.sentence}")
    return _decide(proposal, ProposalState.ACCEPTED, detector.revision)


@proposals.post("/<proposal_id>/reject", summary="Leave it as it is", responses={200: ProposalBody})
@needs(Role.EDITOR)
def reject_proposal(path: ProposalPath) -> dict[str, Any]:
    """Leave the detector as it is; the same change is not proposed again."""
    proposal = _read(path, ProposalState.OPEN)
    detector = services().stores.detectors.get(proposal.tenant, proposal.detector_id)
    tell_audit(about_detector(detector), f"Rejected proposal {proposal.id}: {proposal.sentence}")
    return _decide(proposal, ProposalState.REJECTED)


@proposals.post("/<proposal_id>/revert", summary="Take the change back", responses={200: ProposalBody})
@needs(Role.EDITOR)
def revert_proposal(path: ProposalPath) -> dict[str, Any]:
    """Take an accepted change back and keep everything that was changed since."""
    proposal = _read(path, ProposalState.ACCEPTED)
    detector = _change(proposal, take_off, f"Reverts proposal {proposal.id}.")
    tell_audit(about_detector(detector), f"Took proposal {proposal.id} back: {proposal.sentence}")
    return _decide(proposal, ProposalState.REVERTED)


def _read(path: ProposalPath, wanted: ProposalState) -> Proposal:
    proposal = services().stores.proposals.get(identity().tenant, path.proposal_id)
    if proposal.state is not wanted:
        raise Conflict(
            f"Proposal {proposal.id} is {proposal.state.value}, and this needs one that is {wanted.value}.",
            detail={"state": proposal.state.value},
        )
    return proposal


def _change(
    proposal: Proposal, alter: Callable[[DetectorSpec, Sequence[Edit]], DetectorSpec], reason: str
) -> StoredDetector:
    """Change the detector, unless somebody else does at the same time, and let it learn again."""
    stores, tenant, now_ms = services().stores, identity().tenant, services().now_ms()
    before = stores.detectors.get(tenant, proposal.detector_id)
    spec = alter(before.spec, edits_from_json(proposal.change))
    for check in services().checks:
        check(spec)
    after = stores.detectors.update(tenant, spec, now_ms, before.revision, author(reason))
    stores.jobs.add(
        tenant,
        "train",
        now_ms,
        detector_id=after.id,
        request={"reason": "proposal"},
        requested_by=caller_name(),
    )
    return after


def _decide(proposal: Proposal, state: ProposalState, revision: int | None = None) -> dict[str, Any]:
    store, now_ms = services().stores.proposals, services().now_ms()
    return proposal_body(store.decide(proposal, state, caller_name(), now_ms, revision))
