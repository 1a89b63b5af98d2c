"""The shape of every benchmark: figures with units, a contract, and whether it was met."""

import operator
import os
import platform
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["BenchResult", "Limit", "describe_machine", "read_commit"]

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
}


def describe_machine() -> str:
    """Say on what the figures were measured."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.split(":", 1)[1].strip()
            for line in cpuinfo.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    runtime = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"{os.cpu_count()} x {model}, {runtime}"


def read_commit() -> str:
    """Return the commit of the checkout the code runs from, ``unknown`` outside one."""
    try:
        answer = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()


@dataclass(frozen=True, slots=True)
class Limit:
    """What a figure must keep to: ``Limit("<=", 100)``."""

    comparison: str
    value: float

    def is_met_by(self, figure: float) -> bool:
        """Tell whether the figure keeps to the limit; NaN never does."""
        return _COMPARISONS[self.comparison](figure, self.value)


@dataclass(frozen=True, slots=True)
class BenchResult:
    """What a benchmark found. Names of figures end with their unit: ``delivery_p95_ms``."""

    name: str
    figures: Mapping[str, object]
    contract: Mapping[str, Limit] = field(default_factory=dict)
    machine: str = field(default_factory=describe_machine)
    commit: str = field(default_factory=read_commit)

    @property
    def is_met(self) -> bool:
        """Whether every figure named in the contract is there and keeps to its limit."""
        return all(
            isinstance(figure := self.figures.get(name), int | float) and limit.is_met_by(float(figure))
            for name, limit in self.contract.items()
        )

    def to_json(self) -> dict[str, object]:
        """Return the one shape that every benchmark prints."""
        return {
            "name": self.name,
            "machine": self.machine,
            "commit": self.commit,
            "figures": dict(self.figures),
            "contract": {
                name: f"{limit.comparison} {limit.value:g}" for name, limit in self.contract.items()
            },
            "met": self.is_met,
        }
