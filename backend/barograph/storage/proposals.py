"""Proposals: made by the engine after feedback, decided by people."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from barograph.domain import Event, EventType
from barograph.errors import Conflict
from barograph.storage.conditions import given
from barograph.storage.database import Database
from barograph.storage.events import EventLog
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.single import read_one
from barograph.storage.tables import ProposalRow

__all__ = ["Proposal", "ProposalState", "Proposals"]

_ORDERS: dict[str, tuple[Any, ...]] = {"id": (ProposalRow.id,)}


class ProposalState(StrEnum):
    """How far a proposal is."""

    COMPUTING = "computing"
    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REVERTED = "reverted"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of a detector that somebody may accept. ``id`` is given by the store."""

    tenant: str
    detector_id: str
    fingerprint: str
    kind: str
    sentence: str
    change: list[dict[str, Any]]
    created_ms: int
    updated_ms: int
    effect: dict[str, Any] = field(default_factory=dict)
    state: ProposalState = ProposalState.COMPUTING
    decided_by: str = ""
    revision: int | None = None
    id: int = 0


class Proposals:
    """Keeps proposals; each one that is made and each decision is an event."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._events = EventLog(database)

    def add(self, proposal: Proposal) -> Proposal | None:
        """Keep a new proposal, unless the same change waits or was rejected; None then.

        One whose replay was broken off is returned as it is, so that the work can go on.
        """
        values = {name: getattr(proposal, name) for name in Proposal.__slots__ if name != "id"}
        with self._events.turn() as connection:
            for known in _undone(connection, proposal):
                if known.change == proposal.change:
                    is_broken_off = known.state is ProposalState.COMPUTING
                    return known if is_broken_off and known.fingerprint == proposal.fingerprint else None
            statement = insert(ProposalRow).values(**values | {"state": proposal.state.value})
            number = connection.execute(statement.returning(ProposalRow.id)).scalar_one()
        return replace(proposal, id=int(number))

    def publish(self, proposal: Proposal, effect: dict[str, Any], now_ms: int) -> tuple[Event, ...]:
        """Put what a replay showed into a proposal, so that people can decide; say that it was made."""
        with self._events.turn() as connection:
            is_meant = (ProposalRow.id == proposal.id, ProposalRow.state == ProposalState.COMPUTING.value)
            values = {"effect": effect, "state": ProposalState.OPEN.value, "updated_ms": now_ms}
            if not connection.execute(update(ProposalRow).where(*is_meant).values(**values)).rowcount:
                return ()
            event = _to_event(
                EventType.PROPOSAL_MADE, _read(connection, proposal.tenant, proposal.id), now_ms
            )
            return self._events.append_within(connection, [event])

    def decide(
        self, proposal: Proposal, state: ProposalState, by: str, now_ms: int, revision: int | None = None
    ) -> Proposal:
        """Write a decision over the state that was read; somebody else's decision is a conflict."""
        values = {"state": state.value, "decided_by": by, "updated_ms": now_ms}
        if revision is not None:
            values["revision"] = revision
        with self._events.turn() as connection:
            is_meant = (ProposalRow.id == proposal.id, ProposalRow.state == proposal.state.value)
            if not connection.execute(update(ProposalRow).where(*is_meant).values(**values)).rowcount:
                raise Conflict("Somebody decided about this proposal in the meantime. Read it again.")
            decided = _read(connection, proposal.tenant, proposal.id)
            self._events.append_within(connection, [_to_event(EventType.PROPOSAL_DECIDED, decided, now_ms)])
        return decided

    def get(self, tenant: str, proposal_id: int) -> Proposal:
        """Return one proposal."""
        with self._database.read() as connection:
            return _read(connection, tenant, proposal_id)

    def page(
        self,
        tenant: str,
        detector_id: str | None = None,
        state: ProposalState | None = None,
        request: PageRequest | None = None,
    ) -> Page[Proposal]:
        """Return a page of proposals, the latest first."""
        query = select(ProposalRow.__table__).where(
            ProposalRow.tenant == tenant,
            *given((ProposalRow.detector_id, detector_id), (ProposalRow.state, state)),
        )
        order = Order.parse("-id", _ORDERS, default="-id")
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request or PageRequest(), _to_proposal)


def _undone(connection: Connection, proposal: Proposal) -> list[Proposal]:
    """Return the proposals for a detector that wait or that nobody wanted."""
    states = (ProposalState.COMPUTING, ProposalState.OPEN, ProposalState.REJECTED)
    query = select(ProposalRow.__table__).where(
        ProposalRow.tenant == proposal.tenant,
        ProposalRow.detector_id == proposal.detector_id,
        ProposalRow.state.in_([state.value for state in states]),
    )
    return [_to_proposal(row) for row in connection.execute(query)]


def _read(connection: Connection, tenant: str, proposal_id: int) -> Proposal:
    query = select(ProposalRow.__table__).where(ProposalRow.tenant == tenant, ProposalRow.id == proposal_id)
    missing = f"There is no proposal {proposal_id}. GET /api/v1/proposals lists them."
    return read_one(connection, query, _to_proposal, missing)


def _to_proposal(row: Row[Any]) -> Proposal:
    return Proposal(**{**row._mapping, "state": ProposalState(row.state)})


def _to_event(kind: EventType, proposal: Proposal, now_ms: int) -> Event:
    payload: dict[str, object] = {
        "proposal_id": proposal.id,
        "kind": proposal.kind,
        "sentence": proposal.sentence,
        "state": proposal.state.value,
        "fingerprint": proposal.fingerprint,
        "decided_by": proposal.decided_by,
    }
    return Event(kind, proposal.tenant, now_ms, payload, proposal.detector_id)
