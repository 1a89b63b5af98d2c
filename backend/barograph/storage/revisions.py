"""Revisions: who gave a detector which specification, when, and what was different before."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select

from barograph.config.changes import differences
from barograph.storage.database import Database
from barograph.storage.pages import Order, Page, PageRequest, fetch_page
from barograph.storage.single import read_one
from barograph.storage.tables import DetectorRevisionRow

__all__ = [
    "BAROGRAPH",
    "Author",
    "Revision",
    "Revisions",
    "describe_changes",
    "last_revision",
    "write_revision",
]

_KEPT = 500
_ORDERS: dict[str, tuple[Any, ...]] = {"revision": (DetectorRevisionRow.revision,)}


@dataclass(frozen=True, slots=True)
class Author:
    """Who changes a detector, and why where it is known."""

    name: str
    reason: str = ""


BAROGRAPH = Author("barograph")


@dataclass(frozen=True, slots=True)
class Revision:
    """A specification that a detector got; ``changes`` are paths with the values before and after."""

    tenant: str
    detector_id: str
    revision: int
    at_ms: int
    actor: str
    reason: str
    changes: list[dict[str, Any]]
    spec: dict[str, Any]


class Revisions:
    """Reads the history of detectors; whoever changes a detector writes it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, tenant: str, detector_id: str, request: PageRequest | None = None) -> Page[Revision]:
        """Return a page of revisions, the newest first."""
        request = request or PageRequest()
        order = Order.parse("-revision", _ORDERS, default="-revision")
        query = select(DetectorRevisionRow.__table__).where(*_of(tenant, detector_id))
        with self._database.read() as connection:
            return fetch_page(connection, query, order, request, _to_revision)

    def get(self, tenant: str, detector_id: str, revision: int) -> Revision:
        """Return one revision."""
        query = select(DetectorRevisionRow.__table__).where(
            *_of(tenant, detector_id), DetectorRevisionRow.revision == revision
        )
        missing = (
            f"{detector_id!r} has no revision {revision}, or it is older than the {_KEPT} that are kept."
        )
        with self._database.read() as connection:
            return read_one(connection, query, _to_revision, missing)


def last_revision(connection: Connection, tenant: str, detector_id: str) -> int:
    """Return the number of the newest revision, 0 where there never was a detector of this name."""
    query = select(func.coalesce(func.max(DetectorRevisionRow.revision), 0))
    return int(connection.execute(query.where(*_of(tenant, detector_id))).scalar_one())


def describe_changes(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what differs, as it is stored."""
    return [asdict(change) for change in differences(before, after)]


def write_revision(connection: Connection, revision: Revision) -> None:
    """Store a revision; the oldest ones are forgotten."""
    connection.execute(insert(DetectorRevisionRow).values(**asdict(revision)))
    is_old = DetectorRevisionRow.revision <= revision.revision - _KEPT
    connection.execute(delete(DetectorRevisionRow).where(*_of(revision.tenant, revision.detector_id), is_old))


def _of(tenant: str, detector_id: str) -> tuple[Any, ...]:
    return DetectorRevisionRow.tenant == tenant, DetectorRevisionRow.detector_id == detector_id


def _to_revision(row: Row[Any]) -> Revision:
    return Revision(**row._mapping)
