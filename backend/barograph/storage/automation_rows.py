"""Automations as rows, and rows as automations."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from sqlalchemy import Row

from barograph.config.automation import AutomationSpec
from barograph.errors import Conflict
from barograph.storage.origins import Originated
from barograph.storage.stored_specs import StoredSpec

__all__ = ["StoredAutomation", "to_automation", "to_row"]

_COLUMNS = {"stored": "spec"}


@dataclass(frozen=True)
class StoredAutomation(Originated):
    """An automation with what the store knows of it; older events than ``active_since_ms`` start nothing.

    What an older version stored may not be valid any more: then ``spec`` is a conflict that says why.
    """

    tenant: str
    name: str
    stored: Mapping[str, Any]
    origin: str
    revision: int
    active_since_ms: int
    created_ms: int
    updated_ms: int

    @property
    def spec(self) -> AutomationSpec:
        """The specification."""
        return self._read.spec

    @property
    def mistake(self) -> Conflict | None:
        """Why the specification is not valid any more; None where it is."""
        return self._read.mistake

    @property
    def content(self) -> dict[str, Any]:
        """The specification as JSON: with every default where it is valid, else as it was stored."""
        return self._read.content

    @property
    def is_privileged(self) -> bool:
        """Whether it runs programs, or did when it was valid."""
        return any(action.get("type") == "command" for action in self.stored.get("then", ()))

    @property
    def title(self) -> str:
        """What people call it."""
        return str(self.stored.get("title") or self.name)

    @cached_property
    def _read(self) -> StoredSpec[AutomationSpec]:
        return StoredSpec(AutomationSpec, self.stored, "automation", self.name)


def to_row(one: StoredAutomation) -> dict[str, Any]:
    """Return the values of the columns."""
    return {_COLUMNS.get(each.name, each.name): getattr(one, each.name) for each in fields(one)}


def to_automation(row: Row[Any]) -> StoredAutomation:
    """Return the value that a row holds."""
    names = (each.name for each in fields(StoredAutomation))
    return StoredAutomation(**{name: row._mapping[_COLUMNS.get(name, name)] for name in names})
