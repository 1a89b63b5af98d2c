"""API keys, by hash for who knocks and by name for who looks after them."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from barograph.security import ApiKey, Role
from barograph.storage.database import Database
from barograph.storage.single import read_one
from barograph.storage.tables import ApiKeyRow

__all__ = ["ApiKeys"]


class ApiKeys:
    """Keeps hashes of keys; a revoked key stays, so that the audit trail can name it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: ApiKey) -> None:
        """Store a new key."""
        values = {name: getattr(key, name) for name in ApiKey.__slots__} | {"role": key.role.value}
        with self._database.begin() as connection:
            connection.execute(insert(ApiKeyRow).values(**values))

    def find(self, key_hash: str) -> ApiKey | None:
        """Return the key with this hash, None where there is none."""
        with self._database.read() as connection:
            query = select(ApiKeyRow.__table__).where(ApiKeyRow.key_hash == key_hash)
            row = connection.execute(query).one_or_none()
        return None if row is None else _to_key(row)

    def all(self, tenant: str) -> tuple[ApiKey, ...]:
        """Return the keys of a tenant, the oldest first."""
        query = select(ApiKeyRow.__table__).where(ApiKeyRow.tenant == tenant)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(ApiKeyRow.created_ms, ApiKeyRow.id)).all()
        return tuple(_to_key(row) for row in rows)

    def get(self, tenant: str, key_id: str) -> ApiKey:
        """Return one key of a tenant."""
        with self._database.read() as connection:
            return _read(connection, tenant, key_id)

    def revoke(self, tenant: str, key_id: str, now_ms: int) -> ApiKey:
        """Make a key useless from now on; one that is revoked already stays as it is."""
        chosen = update(ApiKeyRow).where(*_is(tenant, key_id), ApiKeyRow.revoked_ms.is_(None))
        with self._database.begin() as connection:
            connection.execute(chosen.values(revoked_ms=now_ms))
            return _read(connection, tenant, key_id)


def _is(tenant: str, key_id: str) -> tuple[ColumnElement[bool], ...]:
    return ApiKeyRow.tenant == tenant, ApiKeyRow.id == key_id


def _read(connection: Connection, tenant: str, key_id: str) -> ApiKey:
    query = select(ApiKeyRow.__table__).where(*_is(tenant, key_id))
    missing = f"There is no API key {key_id!r}. GET /api/v1/keys lists them, and `barograph keys list`."
    return read_one(connection, query, _to_key, missing)


def _to_key(row: Row[Any]) -> ApiKey:
    return ApiKey(**dict(row._mapping) | {"role": Role(row.role)})
