"""References in configuration files: ${NAME}, ${NAME:-default} and ${file:/path/to/secret}."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from barograph.errors import ValidationFailed

__all__ = ["Interpolation", "NoInterpolation", "NoReferences", "escape_references", "referenced_files"]

_REFERENCE = re.compile(r"\$\$\{|\$\{(file:)?([^}]+)\}")


@dataclass(frozen=True, slots=True)
class Interpolation:
    """Fills references from the given environment; ``$${`` stands for a literal ``${``.

    >>> Interpolation({"USER": "ada"}).fill("hello ${USER}, ${MOOD:-good} day")
    'hello ada, good day'
    """

    environment: Mapping[str, str]

    def fill(self, text: str) -> str:
        """Return the text with every reference replaced."""
        return _REFERENCE.sub(self._value, text) if "${" in text else text

    def _value(self, match: re.Match[str]) -> str:
        if match.group(0) == "$${":
            return "${"
        is_file, reference = match.groups()
        name, has_default, default = reference.partition(":-")
        if is_file:
            return _read(Path(name))
        value = self.environment.get(name, default if has_default else None)
        if value is None:
            raise ValidationFailed(f"the environment variable `{name}` is not set")
        return value


class NoReferences:
    """Refuses references, for text that comes over the network: it must not read our files and secrets."""

    def fill(self, text: str) -> str:
        """Return the text with ``$${`` as ``${``."""
        if "${" in text.replace("$${", ""):
            raise ValidationFailed("references such as `${NAME}` are filled only in provisioned files")
        return text.replace("$${", "${")


class NoInterpolation:
    """Leaves every text as it is."""

    def fill(self, text: str) -> str:
        """Return the text."""
        return text


def escape_references(text: str) -> str:
    """Return a text that reads the same after its references are filled."""
    return text.replace("${", "$${")


def referenced_files(text: str) -> list[Path]:
    """Return the files whose content stands in a text after its references are filled.

    >>> [str(file) for file in referenced_files("${USER} ${file:/run/secrets/token}")]
    ['/run/secrets/token']
    """
    found = _REFERENCE.finditer(text) if "${file:" in text else ()
    return [Path(match[2]) for match in found if match[1]]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationFailed(f"the file `{path}` can't be read") from error
