"""Automations: made through the API, or mirrored from files and then read-only."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from barograph.config.automation import AutomationSpec
from barograph.errors import Conflict, NotFound, ReadOnly
from barograph.storage.automation_rows import StoredAutomation, to_automation, to_row
from barograph.storage.database import Database
from barograph.storage.origins import MADE_IN_API
from barograph.storage.preconditions import check_revision
from barograph.storage.tables import AutomationRow

__all__ = ["Automations", "StoredAutomation"]

_FILES = "provisioning"


class Automations:
    """Keeps automations; a change never reaches back to events before it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, tenant: str, name: str) -> StoredAutomation:
        """Return one automation."""
        with self._database.read() as connection:
            return _read(connection, tenant, name)

    def all(self, tenant: str | None = None) -> tuple[StoredAutomation, ...]:
        """Return the automations of a tenant, or of all where it is None, by name."""
        query = select(AutomationRow.__table__).order_by(AutomationRow.tenant, AutomationRow.name)
        if tenant is not None:
            query = query.where(AutomationRow.tenant == tenant)
        with self._database.read() as connection:
            return tuple(to_automation(row) for row in connection.execute(query))

    def create(self, tenant: str, spec: AutomationSpec, now_ms: int) -> StoredAutomation:
        """Store a new automation; a name that is taken is a conflict."""
        with self._database.begin() as connection:
            if _find(connection, tenant, spec.name) is not None:
                raise Conflict(f"There is an automation {spec.name!r} already. Choose another name.")
            return _insert(connection, tenant, spec, MADE_IN_API, now_ms)

    def update(
        self, tenant: str, spec: AutomationSpec, now_ms: int, expected_revision: int | None = None
    ) -> StoredAutomation:
        """Replace a specification, if nobody else did since ``expected_revision``."""
        with self._database.begin() as connection:
            before = _changeable(connection, tenant, spec.name, expected_revision)
            return before if _holds(before, spec) else _replace(connection, before, spec, now_ms)

    def set_enabled(self, tenant: str, name: str, is_enabled: bool, now_ms: int) -> StoredAutomation:
        """Start or stop an automation; one that is so already stays as it is."""
        with self._database.begin() as connection:
            before = _changeable(connection, tenant, name, None)
            spec = before.spec.model_copy(update={"enabled": is_enabled})
            return before if _holds(before, spec) else _replace(connection, before, spec, now_ms)

    def delete(self, tenant: str, name: str, expected_revision: int | None = None) -> None:
        """Remove an automation; its runs stay as history."""
        with self._database.begin() as connection:
            _changeable(connection, tenant, name, expected_revision)
            connection.execute(delete(AutomationRow).where(*_key(tenant, name)))

    def provision(self, tenant: str, wanted: Sequence[AutomationSpec], now_ms: int) -> None:
        """Make the provisioned automations be exactly these; a name made in the API refuses the whole set."""
        with self._database.begin() as connection:
            query = select(AutomationRow.__table__).where(AutomationRow.tenant == tenant)
            present = {one.name: one for one in map(to_automation, connection.execute(query))}
            names = {spec.name for spec in wanted}
            for one in present.values():
                if one.is_provisioned and one.name not in names:
                    connection.execute(delete(AutomationRow).where(*_key(tenant, one.name)))
            for spec in wanted:
                before = present.get(spec.name)
                if before is None:
                    _insert(connection, tenant, spec, _FILES, now_ms)
                elif not before.is_provisioned:
                    raise Conflict(f"The automation `{spec.name}` was made in the API already. Rename one.")
                elif not _holds(before, spec):
                    _replace(connection, before, spec, now_ms)


def _insert(
    connection: Connection, tenant: str, spec: AutomationSpec, origin: str, now_ms: int
) -> StoredAutomation:
    made = StoredAutomation(
        tenant, spec.name, spec.model_dump(mode="json"), origin, 1, now_ms, now_ms, now_ms
    )
    connection.execute(insert(AutomationRow).values(**to_row(made)))
    return made


def _replace(
    connection: Connection, before: StoredAutomation, spec: AutomationSpec, now_ms: int
) -> StoredAutomation:
    is_the_same = before.mistake is None and not _is_woken(before.spec, spec)
    since_ms = before.active_since_ms if is_the_same else now_ms
    after = replace(
        before,
        stored=spec.model_dump(mode="json"),
        revision=before.revision + 1,
        updated_ms=now_ms,
        active_since_ms=since_ms,
    )
    connection.execute(update(AutomationRow).where(*_key(before.tenant, before.name)).values(**to_row(after)))
    return after


def _holds(before: StoredAutomation, spec: AutomationSpec) -> bool:
    return before.mistake is None and before.spec == spec


def _is_woken(before: AutomationSpec, after: AutomationSpec) -> bool:
    """Tell whether it listens to something else, or listens again; then what was before does not count."""
    return after.when != before.when or (after.enabled and not before.enabled)


def _changeable(connection: Connection, tenant: str, name: str, revision: int | None) -> StoredAutomation:
    found = _read(connection, tenant, name, is_locked=True)
    if found.is_provisioned:
        raise ReadOnly(f"{name!r} comes from a file in provisioning/automations. Change it there.")
    check_revision(found.revision, revision)
    return found


def _find(
    connection: Connection, tenant: str, name: str, *, is_locked: bool = False
) -> StoredAutomation | None:
    query = select(AutomationRow.__table__).where(*_key(tenant, name))
    row = connection.execute(query.with_for_update() if is_locked else query).one_or_none()
    return None if row is None else to_automation(row)


def _read(connection: Connection, tenant: str, name: str, *, is_locked: bool = False) -> StoredAutomation:
    found = _find(connection, tenant, name, is_locked=is_locked)
    if found is None:
        raise NotFound(f"There is no automation {name!r}. GET /api/v1/automations lists them.")
    return found


def _key(tenant: str, name: str) -> tuple[Any, ...]:
    return AutomationRow.tenant == tenant, AutomationRow.name == name
