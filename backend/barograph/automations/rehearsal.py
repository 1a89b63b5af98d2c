"""The rehearsal: what an automation would have done about events of the past; nothing is stored or done."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from barograph.automations.desk import flatten
from barograph.automations.evaluation import Memory, Reason, decide
from barograph.automations.occurrence import Occurrence
from barograph.config.automation import AutomationSpec
from barograph.domain import Event
from barograph.storage import Stores

__all__ = ["Rehearsed", "past_events", "rehearse"]

_CHUNK = 2_000
_MOST_EVENTS = 50_000


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An event that matches, and what would have come of it."""

    occurrence: Occurrence
    reason: Reason


def rehearse(spec: AutomationSpec, seen: Iterable[Occurrence], since_ms: int) -> list[Rehearsed]:
    """Decide about events in their order, as the desk would have."""
    awake, memory, found = spec.model_copy(update={"enabled": True}), Memory(), []
    for occurrence in seen:
        reason = decide(awake, since_ms, occurrence, memory)
        if reason.is_match:
            memory.note(occurrence.subject, occurrence.at_ms, has_acted=reason.is_action)
            found.append(Rehearsed(occurrence, reason))
    return found


def past_events(stores: Stores, tenant: str, spec: AutomationSpec, since_ms: int) -> list[Occurrence]:
    """Return what the log still holds of the events that an automation listens to."""
    events = [
        event for event in _read(stores, tenant) if event.created_ms >= since_ms and _is_heard(spec, event)
    ]
    return flatten(stores, tenant, events)


def _is_heard(spec: AutomationSpec, event: Event) -> bool:
    return event.type in spec.when.events


def _read(stores: Stores, tenant: str) -> Iterator[Event]:
    _, last = stores.events.span()
    position = max(0, last - _MOST_EVENTS)
    while chunk := stores.events.after(tenant, position, _CHUNK):
        yield from chunk
        position = chunk[-1].id
