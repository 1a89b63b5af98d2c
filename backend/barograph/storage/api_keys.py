"""API keys, by hash for who knocks and by name for who looks after them."""

from typing import Any

from sqlalchemy import Row, insert, select, update

from barograph.errors import NotFound
from barograph.security import ApiKey, Role
from barograph.storage.database import Database
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

    def revoke(self, tenant: str, key_id: str, now_ms: int) -> ApiKey:
        """Make a key useless from now on."""
        named = (ApiKeyRow.tenant == tenant, ApiKeyRow.id == key_id)
        with self._database.begin() as connection:
            chosen = update(ApiKeyRow).where(*named)
            if connection.execute(chosen.values(revoked_ms=now_ms)).rowcount == 0:
                raise NotFound(f"There is no API key {key_id!r}. `barograph keys list` shows them.")
            return _to_key(connection.execute(select(ApiKeyRow.__table__).where(*named)).one())


def _to_key(row: Row[Any]) -> ApiKey:
    return ApiKey(**dict(row._mapping) | {"role": Role(row.role)})
