"""Automations as files: provisioning/automations/*.yaml, read as one set, all or nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from barograph.config.automation import AutomationFile, AutomationSpec
from barograph.config.named_files import Kind, NamedSet, find_files, read_named

__all__ = ["AutomationSet", "find_automation_files", "read_automations"]

AutomationSet = NamedSet[AutomationSpec]
_KIND: Kind[AutomationFile, AutomationSpec] = Kind(
    AutomationFile, "automations", "automation", lambda file: file.automations
)


def find_automation_files(folder: Path) -> list[Path]:
    """Return the YAML files of automations in a provisioning folder, in a stable order."""
    return find_files(folder, _KIND.key)


def read_automations(files: Iterable[Path], environment: Mapping[str, str]) -> AutomationSet:
    """Read files as one set."""
    return read_named(files, environment, _KIND)
