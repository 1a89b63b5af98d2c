"""Log samples with known templates: folders in loghub's layout, or the stress set."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from barograph.bench._log_stress import make_stress
from barograph.errors import ValidationFailed

__all__ = ["LogSample", "read_samples", "stress_samples"]

_ENDING = ".log_structured.csv"


@dataclass(frozen=True, slots=True)
class LogSample:
    """Lines of one system and the true group of each."""

    system: str
    lines: tuple[str, ...]
    truth: tuple[str, ...]


def read_samples(folder: Path) -> Iterator[LogSample]:
    """Read `SYSTEM/SYSTEM_2k.log_structured.csv` with the columns Content and EventId, system by system."""
    files = sorted(folder.glob(f"*/*{_ENDING}"))
    if not files:
        raise ValidationFailed(f"There is no SYSTEM/SYSTEM_2k{_ENDING} under {folder}. Check --truth.")
    for path in files:
        yield _read_sample(path)


def stress_samples(lines: int, seed: int) -> Iterator[LogSample]:
    """Make the stress set: lines of imagined systems whose variables are words as often as numbers."""
    for system in make_stress(lines, seed):
        yield LogSample(system.name, system.lines, tuple(map(str, system.truth)))


def _read_sample(path: Path) -> LogSample:
    csv.field_size_limit(1 << 24)
    with path.open(newline="", encoding="utf-8", errors="replace") as file:
        rows = list(csv.DictReader(file))
    missing = {"Content", "EventId"} - set(rows[0] if rows else ())
    if missing:
        raise ValidationFailed(f"{path} lacks the column {', '.join(sorted(missing))}.")
    contents = tuple(row["Content"] for row in rows)
    return LogSample(path.parent.name, contents, tuple(row["EventId"] for row in rows))
