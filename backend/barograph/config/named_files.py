"""Folders of YAML files that hold named things, read as one set, all or nothing."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from pydantic import BaseModel

from barograph.config.documents import Mistake, References, parse_document
from barograph.config.file_memory import FileMemory
from barograph.config.interpolation import Interpolation, NoReferences
from barograph.errors import ValidationFailed

__all__ = ["Kind", "NamedSet", "find_files", "read_text", "subject_of"]


class Named(Protocol):
    """Something with a name."""

    @property
    def name(self) -> str:
        """The name, which is unique in a set."""
        ...


_Spec = TypeVar("_Spec", bound=Named)
_File = TypeVar("_File", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Kind(Generic[_File, _Spec]):
    """What stands in a folder: its schema, the key of its list, and how people call one of them.

    Of a kind that ``is_single`` there is one file beside the folders, named like the kind.
    """

    schema: type[_File]
    key: str
    noun: str
    items: Callable[[_File], Sequence[_Spec]]
    is_single: bool = False

    def find(self, folder: Path) -> list[Path]:
        """Return the files of this kind in a provisioning folder, in a stable order."""
        if self.is_single:
            return [file for end in ("yaml", "yml") if (file := folder / f"{self.key}.{end}").exists()]
        return find_files(folder, self.key)

    def read(self, files: Iterable[Path], environment: Mapping[str, str]) -> "NamedSet[_Spec]":
        """Read files as one set; secrets stand in them as ``${NAME}`` or ``${file:/path}``."""
        return self._collect(((file, *read_text(file)) for file in files), Interpolation(environment))

    def read_written(self, text: str) -> "NamedSet[_Spec]":
        """Read the text of a file that somebody is writing; it may not refer to our environment and files."""
        return self._collect([(Path("text"), text, None)], NoReferences())

    def _collect(
        self, documents: Iterable[tuple[Path, str, Mistake | None]], references: References
    ) -> "NamedSet[_Spec]":
        specs: dict[str, _Spec] = {}
        mistakes: list[Mistake] = []
        for file, text, unreadable in documents:
            if unreadable:
                mistakes.append(unreadable)
                continue
            parsed = parse_document(text, file, self.schema, references)
            mistakes.extend(parsed.mistakes)
            for index, spec in enumerate(self.items(parsed.content) if parsed.content else ()):
                if spec.name in specs:
                    line, column = parsed.position((self.key, index, "name"))
                    message = f"the name `{spec.name}` is taken by another {self.noun}"
                    mistakes.append(Mistake(str(file), line, column, f"{self.key}[{index}].name", message))
                specs[spec.name] = spec
        return NamedSet(tuple(specs.values()), tuple(mistakes))

    def follow(self, folder: Path, environment: Mapping[str, str]) -> "FileMemory[NamedSet[_Spec]]":
        """Return what all files of this kind in a provisioning folder say, whenever it is called."""
        return FileMemory(lambda: self.find(folder), lambda files: self.read(files, environment))

    def read_folder(self, folder: Path, environment: Mapping[str, str]) -> "NamedSet[_Spec]":
        """Read all files of this kind in a provisioning folder."""
        return self.read(self.find(folder), environment)


@dataclass(frozen=True, slots=True)
class NamedSet(Generic[_Spec]):
    """What the files name, or everything that is wrong with them."""

    specs: tuple[_Spec, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mistakes

    def accepted(self, what: str) -> tuple[_Spec, ...]:
        """Return what the files name, or refuse with everything that is wrong in them."""
        if self.mistakes:
            raise ValidationFailed(f"The {what} are wrong. " + " · ".join(map(str, self.mistakes)))
        return self.specs


def find_files(folder: Path, key: str) -> list[Path]:
    """Return the YAML files of one kind in a provisioning folder, in a stable order."""
    return sorted(path for path in (folder / key).glob("*.y*ml") if path.suffix in (".yaml", ".yml"))


def subject_of(file: Path, kinds: Mapping[str, Kind[Any, Any]]) -> str | None:
    """Tell which kind of things a file is about, by its folder or name or else by what it says first."""
    if file.parent.name in kinds:
        return file.parent.name
    if file.stem in kinds and kinds[file.stem].is_single and file.parent.name != "detectors":
        return file.stem
    said = re.search(rf"^\{{?\s*({'|'.join(kinds)})\s*:", read_text(file)[0], re.MULTILINE)
    return said[1] if said else None


def read_text(file: Path) -> tuple[str, Mistake | None]:
    """Return the text of a file, or why it can't be read."""
    try:
        return file.read_text(encoding="utf-8"), None
    except OSError as error:
        return "", Mistake(str(file), 1, 1, "", f"can't be read: {error.strerror}")
    except UnicodeDecodeError:
        return "", Mistake(str(file), 1, 1, "", "is not UTF-8 text")
