"""Detectors as code: a folder of YAML files read as one set, all or nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from barograph.config.detector import DetectorSpec
from barograph.config.documents import Mistake, Parsed, References, parse_document
from barograph.config.file_format import ProvisionedFile
from barograph.config.interpolation import Interpolation, NoReferences
from barograph.config.named_files import find_files, read_text
from barograph.errors import ValidationFailed

__all__ = [
    "DetectorFile",
    "DetectorSet",
    "SpecCheck",
    "find_detector_files",
    "read_detector_text",
    "read_detectors",
]

SpecCheck = Callable[[DetectorSpec], None]


class DetectorFile(ProvisionedFile):
    """The content of one file in provisioning/detectors."""

    detectors: tuple[DetectorSpec, ...] = Field((), description="The detectors of this file.")


@dataclass(frozen=True, slots=True)
class DetectorSet:
    """What a folder of files says: the detectors, or everything that is wrong."""

    by_file: Mapping[str, tuple[DetectorSpec, ...]]
    mistakes: tuple[Mistake, ...]

    @property
    def specs(self) -> tuple[DetectorSpec, ...]:
        """All detectors, in the order of the files."""
        return tuple(spec for specs in self.by_file.values() for spec in specs)

    @property
    def is_valid(self) -> bool:
        """Whether nothing is wrong."""
        return not self.mistakes


def find_detector_files(folder: Path) -> list[Path]:
    """Return the YAML files of a provisioning folder in a stable order."""
    return find_files(folder, "detectors")


def read_detectors(
    files: Iterable[Path], environment: Mapping[str, str], checks: Iterable[SpecCheck] = ()
) -> DetectorSet:
    """Read files as one set. ``checks`` raise ValidationFailed for what only upper rooms can know."""
    interpolation, checks = Interpolation(environment), tuple(checks)
    by_file: dict[str, tuple[DetectorSpec, ...]] = {}
    taken: set[str] = set()
    mistakes: list[Mistake] = []
    for file in files:
        text, unreadable = read_text(file)
        if unreadable:
            mistakes.append(unreadable)
            continue
        by_file[str(file)], wrong = _read(text, file, interpolation, taken, checks)
        mistakes.extend(wrong)
    return DetectorSet(by_file, tuple(mistakes))


def read_detector_text(text: str, checks: Iterable[SpecCheck] = ()) -> DetectorSet:
    """Read the text of a file that somebody is writing; it may not refer to our environment and files."""
    specs, mistakes = _read(text, Path("text"), NoReferences(), set(), tuple(checks))
    return DetectorSet({"text": specs}, tuple(mistakes))


def _read(
    text: str, file: Path, references: References, taken: set[str], checks: Iterable[SpecCheck]
) -> tuple[tuple[DetectorSpec, ...], list[Mistake]]:
    parsed = parse_document(text, file, DetectorFile, references)
    specs = parsed.content.detectors if parsed.content else ()
    return specs, [*parsed.mistakes, *_check(parsed, file, taken, checks)]


def _check(
    parsed: Parsed[DetectorFile], file: Path, taken: set[str], checks: Iterable[SpecCheck]
) -> list[Mistake]:
    mistakes = []
    for index, spec in enumerate(parsed.content.detectors if parsed.content else ()):
        where = f"detectors[{index}]"
        if spec.name in taken:
            line, column = parsed.position(("detectors", index, "name"))
            message = f"the name `{spec.name}` is taken by another detector"
            mistakes.append(Mistake(str(file), line, column, f"{where}.name", message))
        taken.add(spec.name)
        for check in checks:
            try:
                check(spec)
            except ValidationFailed as error:
                path = str(error.detail.get("field", ""))
                parts = (int(part) if part.isdigit() else part for part in path.split("."))
                line, column = parsed.position(("detectors", index, *parts))
                mistakes.append(
                    Mistake(str(file), line, column, f"{where}.{path}".rstrip("."), error.message)
                )
    return mistakes
