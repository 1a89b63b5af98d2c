"""Data sources: made through the API, or mirrored from files and then read-only; secrets are sealed."""

from collections.abc import Iterable, Mapping, Set
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from barograph.config.datasource import DataSourceSpec
from barograph.errors import Conflict, NotFound, ReadOnly
from barograph.security.vault import SecretVault
from barograph.storage.database import Database
from barograph.storage.datasource_rows import (
    DataSourceRows,
    StoredDataSource,
    UnreadableDataSource,
    with_known_secrets,
)
from barograph.storage.origins import MADE_IN_API
from barograph.storage.preconditions import check_revision
from barograph.storage.tables import DataSourceRow

__all__ = ["DataSources", "StoredDataSource"]


class DataSources:
    """Keeps the data sources of all tenants."""

    def __init__(self, database: Database, vault: SecretVault) -> None:
        self._database = database
        self._rows = DataSourceRows(vault)

    def all(self, tenant: str | None = None) -> list[StoredDataSource]:
        """Return the data sources of a tenant, or of all of them, by name.

        One that can't be read is left out and logged; it does not stop the others.
        """
        return [stored for stored in self.look(tenant) if isinstance(stored, StoredDataSource)]

    def look(self, tenant: str | None = None) -> list[StoredDataSource | UnreadableDataSource]:
        """Return the same with those that can't be read."""
        query = select(DataSourceRow.__table__).order_by(DataSourceRow.tenant, DataSourceRow.name)
        if tenant is not None:
            query = query.where(DataSourceRow.tenant == tenant)
        with self._database.read() as connection:
            return [self._rows.look(row) for row in connection.execute(query)]

    def look_at(self, tenant: str, name: str) -> StoredDataSource | UnreadableDataSource:
        """Return one data source, also where it can't be read."""
        with self._database.read() as connection:
            return self._rows.look(_read(connection, tenant, name))

    def get(self, tenant: str, name: str) -> StoredDataSource:
        """Return one data source."""
        with self._database.read() as connection:
            return self._rows.open(_read(connection, tenant, name))

    def create(self, tenant: str, spec: DataSourceSpec, now_ms: int) -> StoredDataSource:
        """Store a new data source; a name that is taken is a conflict."""
        stored = StoredDataSource(tenant, with_known_secrets(spec, None), MADE_IN_API, 1, now_ms, now_ms)
        with self._database.begin() as connection:
            if _find(connection, tenant, spec.name) is not None:
                raise Conflict(f"There is a data source `{spec.name}` already. Choose another name.")
            self._insert(connection, stored)
        return stored

    def update(
        self, tenant: str, spec: DataSourceSpec, now_ms: int, expected_revision: int | None = None
    ) -> StoredDataSource:
        """Replace a specification; a secret that is sent as it was shown stays what it is."""
        with self._database.begin() as connection:
            row = _changeable(connection, tenant, spec.name, expected_revision)
            before = self._rows.try_open(row)
            merged = with_known_secrets(spec, before.spec if before else None)
            if before is not None and before.spec == merged:
                return before
            stored = StoredDataSource(tenant, merged, row.origin, row.revision + 1, row.created_ms, now_ms)
            where = _is(tenant, spec.name)
            connection.execute(update(DataSourceRow).where(where).values(**self._rows.to_row(stored)))
        return stored

    def delete(self, tenant: str, name: str, expected_revision: int | None = None) -> None:
        """Remove a data source."""
        with self._database.begin() as connection:
            _changeable(connection, tenant, name, expected_revision)
            connection.execute(delete(DataSourceRow).where(_is(tenant, name)))

    def provision(self, tenant: str, origin: str, specs: Iterable[DataSourceSpec], now_ms: int) -> None:
        """Make these the provisioned data sources of a tenant; a name taken in the API refuses all."""
        wanted = {spec.name: spec for spec in specs}
        query = select(DataSourceRow.__table__).where(DataSourceRow.tenant == tenant)
        with self._database.begin() as connection:
            rows = connection.execute(query).all()
            _refuse_taken(wanted, {row.name for row in rows if row.origin == MADE_IN_API})
            present = {row.name: row for row in rows if row.origin != MADE_IN_API}
            for name in wanted.keys() | present.keys():
                row, spec = present.get(name), wanted.get(name)
                before = None if row is None else self._rows.try_open(row)
                if before is not None and before.spec == spec:
                    continue
                if row is not None:
                    connection.execute(delete(DataSourceRow).where(_is(tenant, name)))
                if spec is not None:
                    revision = 1 if row is None else row.revision + 1
                    self._insert(connection, StoredDataSource(tenant, spec, origin, revision, now_ms, now_ms))

    def _insert(self, connection: Connection, stored: StoredDataSource) -> None:
        connection.execute(insert(DataSourceRow).values(**self._rows.to_row(stored)))


def _changeable(connection: Connection, tenant: str, name: str, expected_revision: int | None) -> Row[Any]:
    row = _read(connection, tenant, name)
    if row.origin != MADE_IN_API:
        raise ReadOnly(
            f"{name!r} comes from the settings, or from a file in provisioning/datasources. Change it there.",
            detail={"origin": row.origin},
        )
    check_revision(row.revision, expected_revision)
    return row


def _read(connection: Connection, tenant: str, name: str) -> Row[Any]:
    row = _find(connection, tenant, name)
    if row is None:
        raise NotFound(f"There is no data source `{name}`. List /api/v1/datasources to see what exists.")
    return row


def _find(connection: Connection, tenant: str, name: str) -> Row[Any] | None:
    return connection.execute(select(DataSourceRow.__table__).where(_is(tenant, name))).one_or_none()


def _is(tenant: str, name: str) -> ColumnElement[bool]:
    return and_(DataSourceRow.tenant == tenant, DataSourceRow.name == name)


def _refuse_taken(wanted: Mapping[str, DataSourceSpec], made: Set[str]) -> None:
    for name in wanted:
        if name in made:
            raise Conflict(f"The data source `{name}` was made in the API already. Rename one of the two.")
