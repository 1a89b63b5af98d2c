"""Data sources as files: provisioning/datasources/*.yaml, read as one set, all or nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from barograph.config.datasource import DataSourceFile, DataSourceSpec
from barograph.config.documents import Mistake, parse_document
from barograph.config.interpolation import Interpolation

__all__ = ["DataSourceSet", "find_datasource_files", "is_datasource_file", "read_datasources"]

_FOLDER = "datasources"
_FIRST_WORDS = re.compile(r"^\{?\s*datasources\s*:", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DataSourceSet:
    """The data sources that the files name, or everything that is wrong with them."""

    specs: tuple[DataSourceSpec, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mistakes


def is_datasource_file(file: Path) -> bool:
    """Tell whether a file is about data sources, by its folder or else by what it says first."""
    if file.parent.name == _FOLDER:
        return True
    try:
        return _FIRST_WORDS.search(file.read_text(encoding="utf-8")) is not None
    except (OSError, UnicodeDecodeError):
        return False


def find_datasource_files(folder: Path) -> list[Path]:
    """Return the YAML files of data sources in a provisioning folder, in a stable order."""
    return sorted(path for path in (folder / _FOLDER).glob("*.y*ml") if path.suffix in (".yaml", ".yml"))


def read_datasources(files: Iterable[Path], environment: Mapping[str, str]) -> DataSourceSet:
    """Read files as one set; secrets stand in them as ``${NAME}`` or ``${file:/path}``."""
    interpolation = Interpolation(environment)
    specs: dict[str, DataSourceSpec] = {}
    mistakes: list[Mistake] = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(Mistake(str(file), 1, 1, "", f"can't be read: {error}"))
            continue
        parsed = parse_document(text, file, DataSourceFile, interpolation)
        mistakes.extend(parsed.mistakes)
        for index, spec in enumerate(parsed.content.datasources if parsed.content else ()):
            if spec.name in specs:
                line, column = parsed.position(("datasources", index, "name"))
                message = f"the name `{spec.name}` is taken by another data source"
                mistakes.append(Mistake(str(file), line, column, f"datasources[{index}].name", message))
            specs[spec.name] = spec
    return DataSourceSet(tuple(specs.values()), tuple(mistakes))
