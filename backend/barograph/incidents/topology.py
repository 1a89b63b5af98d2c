"""The graph of components: who calls whom."""

from collections.abc import Callable, Collection, Iterable, Mapping

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
        self._callees: dict[str, frozenset[str]] = {}
        self._callers: dict[str, set[str]] | None = None
        self._neighbours: dict[str, frozenset[str]] = {}

    @property
    def component_labels(self) -> tuple[str, ...]:
        """The labels that name a component, the best first."""
        return self._spec.component_labels

    @property
    def place_labels(self) -> tuple[str, ...]:
        """The labels that say where something is: what shares one belongs together."""
        return self._spec.place_labels

    @property
    def owner_labels(self) -> tuple[str, ...]:
        """The labels that say whose something is: what differs in one never belongs together."""
        return self._spec.owner_labels

    @property
    def environment_labels(self) -> tuple[str, ...]:
        """The labels of worlds apart: what differs in one has nothing to do with each other."""
        return self._spec.environment_labels

    def learn(self, series: Iterable[Mapping[str, str]]) -> None:
        """Add the calls that series name by themselves, as service meshes and traces do."""
        for labels in series:
            for caller, callee in _EDGE_LABELS:
                if labels.get(caller) and labels.get(callee):
                    self.add_call(labels[caller], labels[callee])

    def add_call(self, caller: str, callee: str) -> None:
        """Note that one component calls another."""
        known = self._calls.setdefault(caller, set())
        if callee not in known:
            known.add(callee)
            self._callees, self._callers, self._neighbours = {}, None, {}

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
        if component not in self._callees:
            names = {self.resolve(name) for name in self._calls.get(component, ())}
            self._callees[component] = frozenset(names - {component, ""})
        return self._callees[component]

    def neighbours_of(self, component: str) -> frozenset[str]:
        """Return what calls a component or is called by it, directly or by one step between."""
        if component not in self._neighbours:
            found = _two_steps(component, self.callees_of) | _two_steps(component, self._callers_of)
            self._neighbours[component] = frozenset(found - {component})
        return self._neighbours[component]

    def _callers_of(self, component: str) -> Collection[str]:
        if self._callers is None:
            self._callers = {}
            for caller in self._calls:
                for callee in self.callees_of(caller):
                    self._callers.setdefault(callee, set()).add(caller)
        return self._callers.get(component, ())


def _two_steps(start: str, step: Callable[[str], Collection[str]]) -> set[str]:
    near = set(step(start))
    return near.union(*(step(name) for name in near))
