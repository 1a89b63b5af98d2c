from dataclasses import replace

import pytest

from barograph.domain import EventType
from barograph.errors import Conflict, NotFound
from barograph.storage import Database, PageRequest, Proposal, ProposalState, Stores

CHANGE = [{"op": "set", "path": "policy.threshold", "value": 0.75, "before": None}]
PROPOSAL = Proposal("default", "latency", "abc", "threshold", "Raise it.", CHANGE, 1, 1)


@pytest.fixture
def stores(database: Database) -> Stores:
    return Stores.over(database)


def made(stores: Stores, proposal: Proposal = PROPOSAL) -> Proposal:
    added = stores.proposals.add(proposal)
    assert added is not None
    return added


def test_a_proposal_is_computed_then_open_then_decided(stores: Stores) -> None:
    proposal = made(stores)
    assert stores.proposals.get("default", proposal.id).state is ProposalState.COMPUTING
    (event,) = stores.proposals.publish(proposal, {"alerts_before": 3}, 2)
    assert (event.type, event.payload["proposal_id"]) == (EventType.PROPOSAL_MADE, proposal.id)
    read = stores.proposals.get("default", proposal.id)
    assert (read.state, read.effect) == (ProposalState.OPEN, {"alerts_before": 3})
    decided = stores.proposals.decide(read, ProposalState.ACCEPTED, "ada", 3, 7)
    assert (decided.state, decided.decided_by, decided.revision) == (ProposalState.ACCEPTED, "ada", 7)
    last = stores.events.after("default", event.id)[-1]
    assert (last.type, last.payload["state"]) == (EventType.PROPOSAL_DECIDED, "accepted")


def test_of_two_decisions_the_first_counts(stores: Stores) -> None:
    proposal = made(stores)
    stores.proposals.publish(proposal, {}, 2)
    read = stores.proposals.get("default", proposal.id)
    stores.proposals.decide(read, ProposalState.REJECTED, "ada", 3)
    with pytest.raises(Conflict, match="in the meantime"):
        stores.proposals.decide(read, ProposalState.ACCEPTED, "bob", 3)
    assert stores.proposals.publish(proposal, {}, 4) == ()


def test_the_same_change_is_proposed_again_only_after_it_was_taken_back(stores: Stores) -> None:
    proposal = made(stores)
    assert stores.proposals.add(replace(PROPOSAL, fingerprint="other")) is None
    stores.proposals.publish(proposal, {}, 2)
    assert stores.proposals.add(PROPOSAL) is None
    read = stores.proposals.get("default", proposal.id)
    accepted = stores.proposals.decide(read, ProposalState.ACCEPTED, "ada", 3)
    stores.proposals.decide(accepted, ProposalState.REVERTED, "ada", 4)
    assert stores.proposals.add(PROPOSAL) is not None


def test_a_proposal_whose_replay_was_broken_off_is_taken_up_again(stores: Stores) -> None:
    proposal = made(stores)
    assert stores.proposals.add(PROPOSAL) == proposal


def test_proposals_are_listed_by_detector_state_and_tenant(stores: Stores) -> None:
    first = made(stores)
    second = made(stores, replace(PROPOSAL, detector_id="errors"))
    stores.proposals.publish(second, {}, 2)
    assert [one.id for one in stores.proposals.page("default").items] == [second.id, first.id]
    assert [one.id for one in stores.proposals.page("default", "latency").items] == [first.id]
    open_ones = stores.proposals.page("default", state=ProposalState.OPEN, request=PageRequest(limit=1))
    assert ([one.id for one in open_ones.items], open_ones.next_cursor) == ([second.id], None)
    assert stores.proposals.page("other").items == ()
    with pytest.raises(NotFound):
        stores.proposals.get("other", first.id)
