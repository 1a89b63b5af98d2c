"""Sinks as files: provisioning/sinks/*.yaml, read as one set, all or nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from barograph.config.documents import Mistake, parse_document
from barograph.config.interpolation import Interpolation
from barograph.config.sink import SinkFile, SinkSpec

__all__ = ["SinkSet", "find_sink_files", "read_sinks"]


@dataclass(frozen=True, slots=True)
class SinkSet:
    """The sinks that the files name, or everything that is wrong with them."""

    specs: tuple[SinkSpec, ...]
    mistakes: tuple[Mistake, ...]

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mistakes


def find_sink_files(folder: Path) -> list[Path]:
    """Return the YAML files of sinks in a provisioning folder, in a stable order."""
    return sorted(path for path in (folder / "sinks").glob("*.y*ml") if path.suffix in (".yaml", ".yml"))


def read_sinks(files: Iterable[Path], environment: Mapping[str, str]) -> SinkSet:
    """Read files as one set; secrets stand in them as ``${NAME}`` or ``${file:/path}``."""
    interpolation = Interpolation(environment)
    specs: dict[str, SinkSpec] = {}
    mistakes: list[Mistake] = []
    for file in files:
        try:
            text = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            mistakes.append(Mistake(str(file), 1, 1, "", f"can't be read: {error}"))
            continue
        parsed = parse_document(text, file, SinkFile, interpolation)
        mistakes.extend(parsed.mistakes)
        for index, spec in enumerate(parsed.content.sinks if parsed.content else ()):
            if spec.name in specs:
                line, column = parsed.position(("sinks", index, "name"))
                message = f"the name `{spec.name}` is taken by another sink"
                mistakes.append(Mistake(str(file), line, column, f"sinks[{index}].name", message))
            specs[spec.name] = spec
    return SinkSet(tuple(specs.values()), tuple(mistakes))
