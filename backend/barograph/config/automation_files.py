"""Automations as files: provisioning/automations/*.yaml, read as one set, all or nothing."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from barograph.config.automation import AutomationFile, AutomationSpec
from barograph.config.named_files import Kind, NamedSet, find_files, read_named, read_text

__all__ = ["AutomationSet", "find_automation_files", "is_automation_file", "read_automations"]

AutomationSet = NamedSet[AutomationSpec]
_KIND: Kind[AutomationFile, AutomationSpec] = Kind(
    AutomationFile, "automations", "automation", lambda file: file.automations
)
_FIRST_WORDS = re.compile(r"^\{?\s*automations\s*:", re.MULTILINE)


def is_automation_file(file: Path) -> bool:
    """Tell whether a file is about automations, by its folder or else by what it says first."""
    return file.parent.name == _KIND.key or _FIRST_WORDS.search(read_text(file)[0]) is not None


def find_automation_files(folder: Path) -> list[Path]:
    """Return the YAML files of automations in a provisioning folder, in a stable order."""
    return find_files(folder, _KIND.key)


def read_automations(files: Iterable[Path], environment: Mapping[str, str]) -> AutomationSet:
    """Read files as one set."""
    return read_named(files, environment, _KIND)
