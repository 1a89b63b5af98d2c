"""The shape of every benchmark: figures with units, a contract, and whether it was met."""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from barograph.telemetry.machine import describe_machine, read_commit

__all__ = ["BenchResult", "Limit"]

_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "==": operator.eq,
}


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
