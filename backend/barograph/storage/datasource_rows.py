"""Data sources as rows, their secrets sealed, and rows as data sources."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from barograph.config.datasource import DataSourceSpec
from barograph.errors import BarographError, Conflict, InternalError, ValidationFailed
from barograph.security.vault import SecretVault
from barograph.storage.origins import Originated
from barograph.storage.stored_specs import StoredSpec

__all__ = ["DataSourceRows", "StoredDataSource", "UnreadableDataSource", "with_known_secrets"]

_MASK = "**********"


@dataclass(frozen=True, slots=True)
class StoredDataSource(Originated):
    """A data source with its secrets; only ``shown`` and ``secret_names`` may leave the process."""

    tenant: str
    spec: DataSourceSpec
    origin: str
    revision: int
    created_ms: int
    updated_ms: int

    @property
    def name(self) -> str:
        """Its name."""
        return self.spec.name

    @property
    def shown(self) -> dict[str, Any]:
        """The specification with every secret masked."""
        return self.spec.model_dump(mode="json")

    @property
    def secret_names(self) -> list[str]:
        """Which secrets are set."""
        return sorted(self.spec.secrets)


@dataclass(frozen=True, slots=True)
class UnreadableDataSource(Originated):
    """A data source whose secrets can't be opened, or whose specification is not valid any more.

    It can be replaced or removed, and nobody can use it; ``mistake`` says why.
    """

    tenant: str
    name: str
    shown: dict[str, Any]
    origin: str
    revision: int
    created_ms: int
    updated_ms: int
    mistake: BarographError
    secret_names: tuple[str, ...] = ()


class DataSourceRows:
    """Seals the secrets of data sources into rows, and opens them again."""

    def __init__(self, vault: SecretVault) -> None:
        self._vault = vault

    def to_row(self, stored: StoredDataSource) -> dict[str, Any]:
        """Return the values of the columns."""
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

    def open(self, row: Row[Any]) -> StoredDataSource:
        """Return the value that a row holds.

        Secrets that can't be read are an InternalError; a specification not valid any more is a Conflict.
        """
        secrets = self._vault.unseal(row.secrets, f"{row.tenant}/{row.name}")
        stored = StoredSpec(DataSourceSpec, _filled(row.spec, secrets), "data source", row.name)
        times = row.created_ms, row.updated_ms
        return StoredDataSource(row.tenant, stored.spec, row.origin, row.revision, *times)

    def look(self, row: Row[Any]) -> StoredDataSource | UnreadableDataSource:
        """Return the value that a row holds, or what can be told of it."""
        try:
            return self.open(row)
        except (InternalError, Conflict) as error:
            names = ("tenant", "name", "origin", "revision", "created_ms", "updated_ms")
            known = {name: row._mapping[name] for name in names}
            return UnreadableDataSource(**known, shown=row.spec, mistake=error)

    def try_open(self, row: Row[Any]) -> StoredDataSource | None:
        """Return the value that a row holds, None where it can't be read."""
        found = self.look(row)
        return found if isinstance(found, StoredDataSource) else None


def with_known_secrets(spec: DataSourceSpec, before: DataSourceSpec | None) -> DataSourceSpec:
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


def _filled(shown: dict[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
    """Return a specification with its secrets in the places that their paths name."""
    filled = {**shown, "auth": {**shown["auth"]}, "headers": {**shown["headers"]}}
    for path, value in secrets.items():
        section, _, name = path.partition(".")
        filled[section][name] = value
    return filled
