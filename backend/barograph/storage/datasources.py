"""Data sources: made through the API, or mirrored from files and then read-only; secrets are sealed."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Connection, and_, delete, insert, select, update

from barograph.config.datasource import DataSourceSpec
from barograph.errors import Conflict, InternalError, NotFound, PreconditionFailed, ReadOnly, ValidationFailed
from barograph.security.vault import SecretVault
from barograph.storage.database import Database
from barograph.storage.tables import DataSourceRow

__all__ = ["DataSources", "StoredDataSource"]

_log = structlog.get_logger(__name__)
_MADE_IN_API = "api"
_MASK = "**********"


@dataclass(frozen=True, slots=True)
class StoredDataSource:
    """A data source with its secrets; only ``shown`` and ``secret_names`` may leave the process."""

    tenant: str
    spec: DataSourceSpec
    origin: str
    revision: int
    created_ms: int
    updated_ms: int

    @property
    def is_provisioned(self) -> bool:
        """Whether it comes from a file and is read-only here."""
        return self.origin != _MADE_IN_API

    @property
    def shown(self) -> dict[str, Any]:
        """The specification with every secret masked."""
        return self.spec.model_dump(mode="json")

    @property
    def secret_names(self) -> list[str]:
        """Which secrets are set."""
        return sorted(self.spec.secrets)


class DataSources:
    """Keeps the data sources of all tenants."""

    def __init__(self, database: Database, vault: SecretVault) -> None:
        self._database = database
        self._vault = vault

    def all(self, tenant: str | None = None) -> list[StoredDataSource]:
        """Return the data sources of a tenant, or of all of them, by name.

        One whose secrets can't be read is left out and logged; it does not stop the others.
        """
        query = select(DataSourceRow.__table__).order_by(DataSourceRow.tenant, DataSourceRow.name)
        if tenant is not None:
            query = query.where(DataSourceRow.tenant == tenant)
        with self._database.read() as connection:
            found = [self._try_open(row) for row in connection.execute(query)]
        return [stored for stored in found if stored is not None]

    def get(self, tenant: str, name: str) -> StoredDataSource:
        """Return one data source."""
        with self._database.read() as connection:
            return self._read(connection, tenant, name)

    def create(self, tenant: str, spec: DataSourceSpec, now_ms: int) -> StoredDataSource:
        """Store a new data source; a name that is taken is a conflict."""
        stored = StoredDataSource(tenant, self._merged(spec, None), _MADE_IN_API, 1, now_ms, now_ms)
        with self._database.begin() as connection:
            if self._find(connection, tenant, spec.name) is not None:
                raise Conflict(f"There is a data source `{spec.name}` already. Choose another name.")
            self._insert(connection, stored)
        return stored

    def update(
        self, tenant: str, spec: DataSourceSpec, now_ms: int, expected_revision: int | None = None
    ) -> StoredDataSource:
        """Replace a specification; a secret that is sent as it was shown stays what it is."""
        with self._database.begin() as connection:
            before = self._changeable(connection, tenant, spec.name, expected_revision)
            merged = self._merged(spec, before.spec)
            stored = StoredDataSource(
                tenant, merged, before.origin, before.revision + 1, before.created_ms, now_ms
            )
            where = _is(tenant, spec.name)
            connection.execute(update(DataSourceRow).where(where).values(**self._row(stored)))
        return stored

    def delete(self, tenant: str, name: str, expected_revision: int | None = None) -> None:
        """Remove a data source."""
        with self._database.begin() as connection:
            self._changeable(connection, tenant, name, expected_revision)
            connection.execute(delete(DataSourceRow).where(_is(tenant, name)))

    def provision(self, tenant: str, origin: str, specs: Iterable[DataSourceSpec], now_ms: int) -> None:
        """Make these the provisioned data sources of a tenant; a name taken in the API refuses all."""
        wanted = {spec.name: spec for spec in specs}
        query = select(DataSourceRow.__table__).where(DataSourceRow.tenant == tenant)
        with self._database.begin() as connection:
            rows = connection.execute(query).all()
            _refuse_taken(wanted, {row.name for row in rows if row.origin == _MADE_IN_API})
            present = {row.name: row for row in rows if row.origin != _MADE_IN_API}
            for name in wanted.keys() | present.keys():
                row, spec = present.get(name), wanted.get(name)
                before = None if row is None else self._try_open(row)
                if before is not None and before.spec == spec:
                    continue
                if row is not None:
                    connection.execute(delete(DataSourceRow).where(_is(tenant, name)))
                if spec is not None:
                    revision = 1 if row is None else row.revision + 1
                    self._insert(connection, StoredDataSource(tenant, spec, origin, revision, now_ms, now_ms))

    def _changeable(
        self, connection: Connection, tenant: str, name: str, expected_revision: int | None
    ) -> StoredDataSource:
        before = self._read(connection, tenant, name)
        if before.is_provisioned:
            raise ReadOnly()
        if expected_revision is not None and expected_revision != before.revision:
            raise PreconditionFailed()
        return before

    def _read(self, connection: Connection, tenant: str, name: str) -> StoredDataSource:
        found = self._find(connection, tenant, name)
        if found is None:
            raise NotFound(f"There is no data source `{name}`. List /api/v1/datasources to see what exists.")
        return found

    def _find(self, connection: Connection, tenant: str, name: str) -> StoredDataSource | None:
        query = select(DataSourceRow.__table__).where(_is(tenant, name))
        row = connection.execute(query).one_or_none()
        return None if row is None else self._open(row)

    def _insert(self, connection: Connection, stored: StoredDataSource) -> None:
        connection.execute(insert(DataSourceRow).values(**self._row(stored)))

    def _row(self, stored: StoredDataSource) -> dict[str, Any]:
        name = stored.spec.name
        return {
            "tenant": stored.tenant,
            "name": name,
            "origin": stored.origin,
            "revision": stored.revision,
            "spec": stored.shown,
            "secrets": self._vault.seal(stored.spec.secrets, f"{stored.tenant}/{name}"),
            "created_ms": stored.created_ms,
            "updated_ms": stored.updated_ms,
        }

    def _open(self, row: Any) -> StoredDataSource:
        secrets = self._vault.unseal(row.secrets, f"{row.tenant}/{row.name}")
        spec = DataSourceSpec.model_validate(_filled(row.spec, secrets))
        return StoredDataSource(row.tenant, spec, row.origin, row.revision, row.created_ms, row.updated_ms)

    def _try_open(self, row: Any) -> StoredDataSource | None:
        try:
            return self._open(row)
        except InternalError as error:
            _log.error("a data source is left out", tenant=row.tenant, name=row.name, reason=error.message)
            return None

    def _merged(self, spec: DataSourceSpec, before: DataSourceSpec | None) -> DataSourceSpec:
        """Put known secrets in place of masks, but only while they go to the addresses they were for."""
        masked = [path for path, value in spec.secrets.items() if value == _MASK]
        if not masked:
            return spec
        known = before.secrets if before is not None and set(spec.urls) <= set(before.urls) else {}
        for path in masked:
            if path not in known:
                raise ValidationFailed(
                    f"The secret {path} is masked. Send it itself: it is new, or the addresses changed.",
                    detail={"fields": [{"field": path, "message": "must be sent itself"}]},
                )
        secrets = {**spec.secrets, **{path: known[path] for path in masked}}
        return DataSourceSpec.model_validate(_filled(spec.model_dump(mode="json"), secrets))


def _is(tenant: str, name: str) -> ColumnElement[bool]:
    return and_(DataSourceRow.tenant == tenant, DataSourceRow.name == name)


def _filled(shown: dict[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Return a specification with its secrets in the places that their paths name."""
    filled = {**shown, "auth": {**shown["auth"]}, "headers": {**shown["headers"]}}
    for path, value in secrets.items():
        section, _, name = path.partition(".")
        filled[section][name] = value
    return filled


def _refuse_taken(wanted: Mapping[str, DataSourceSpec], made: Set[str]) -> None:
    for name in wanted:
        if name in made:
            raise Conflict(f"The data source `{name}` was made in the API already. Rename one of the two.")
