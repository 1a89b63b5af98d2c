"""Silences: what people told an Alertmanager to keep quiet about, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass

from barograph.config.patterns import fits
from barograph.domain import Labels

__all__ = ["Matcher", "Silence", "SilenceOrder", "limits_of", "matchers_of"]

_CHANGING = ("severity",)
_TENANT_LABEL = "tenant"
_EVERYBODY = "default"


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on a label; a label that is not there counts as empty."""

    name: str
    value: str
    is_regex: bool = False
    is_equal: bool = True

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Tell whether labels satisfy the condition; an expression must fit as a whole."""
        value = labels.get(self.name, "")
        if not self.is_regex:
            return (value == self.value) == self.is_equal
        try:
            return fits(self.value, value) == self.is_equal
        except ValueError:
            # An Alertmanager of another version may know forms that we don't; who can't tell says no.
            return False


@dataclass(frozen=True, slots=True)
class SilenceOrder:
    """From when to when to be quiet, who wants it, and why."""

    starts_ms: int
    ends_ms: int
    created_by: str
    comment: str


@dataclass(frozen=True, slots=True)
class Silence:
    """One silence at the Alertmanagers of one sink; ``state`` is active, pending or expired."""

    id: str
    sink: str
    state: str
    matchers: tuple[Matcher, ...]
    starts_ms: int
    ends_ms: int
    created_by: str
    comment: str

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Tell whether it keeps an alert with these labels quiet right now."""
        return self.state == "active" and all(one.matches(labels) for one in self.matchers)

    def concerns(self, tenant: str) -> bool:
        """Tell whether it is a matter of a tenant: one that is not the first sees what names it."""
        return all(one in self.matchers for one in limits_of(tenant))


def limits_of(tenant: str) -> tuple[Matcher, ...]:
    """Return what keeps a silence of a tenant to its own alerts; those of the first tenant carry no name."""
    return () if tenant == _EVERYBODY else (Matcher(_TENANT_LABEL, tenant),)


def matchers_of(labels: Labels) -> tuple[Matcher, ...]:
    """Return what matches one alert, also when it becomes more severe or its series is strange again."""
    changing = (*_CHANGING, "incident") if "series" in labels else _CHANGING
    return tuple(Matcher(name, value) for name, value in labels.items() if name not in changing)
