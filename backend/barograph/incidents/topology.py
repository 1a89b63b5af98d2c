"""The graph of components: who calls whom."""

from collections.abc import Iterable, Mapping

from barograph.config.topology import TopologySpec
from barograph.domain import Labels

__all__ = ["Topology"]

_EDGE_LABELS = (
    ("source_workload", "destination_workload"),
    ("source", "destination"),
    ("client", "server"),
    ("caller", "callee"),
)


class Topology:
    """Knows the component of a series and what each component calls."""

    def __init__(self, spec: TopologySpec | None = None) -> None:
        self._spec = spec or TopologySpec()
        self._calls = {name: set(callees) for name, callees in self._spec.calls.items()}

    @property
    def component_labels(self) -> tuple[str, ...]:
        """The labels that name a component, the best first."""
        return self._spec.component_labels

    def learn(self, series: Iterable[Mapping[str, str]]) -> None:
        """Add the calls that series name by themselves, as service meshes and traces do."""
        for labels in series:
            for caller, callee in _EDGE_LABELS:
                if labels.get(caller) and labels.get(callee):
                    self.add_call(labels[caller], labels[callee])

    def add_call(self, caller: str, callee: str) -> None:
        """Note that one component calls another."""
        self._calls.setdefault(caller, set()).add(callee)

    def component_of(self, labels: Labels) -> str:
        """Return the component that a series blames: the callee of a call, else what its labels name."""
        for _, callee in _EDGE_LABELS:
            if labels.get(callee):
                return self.resolve(labels[callee])
        for name in self._spec.component_labels:
            if labels.get(name):
                return self.resolve(labels[name])
        return ""

    def resolve(self, name: str) -> str:
        """Return the own name of a component that is seen under another one."""
        return self._spec.aliases.get(name, name)

    def callees_of(self, component: str) -> frozenset[str]:
        """Return what a component calls, under own names."""
        return frozenset(self.resolve(name) for name in self._calls.get(component, ())) - {component, ""}

    def are_neighbours(self, one: str, other: str) -> bool:
        """Tell whether one of two components calls the other, directly or by one step between."""
        return self._reaches(one, other) or self._reaches(other, one)

    def _reaches(self, start: str, wanted: str) -> bool:
        near = self.callees_of(start)
        return wanted in near or any(wanted in self.callees_of(name) for name in near)
