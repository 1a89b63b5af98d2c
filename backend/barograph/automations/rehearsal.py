"""The rehearsal: what an automation would have done about events of the past; nothing is stored or done."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from barograph.automations.desk import flatten
from barograph.automations.evaluation import Memory, Reason, judge
from barograph.automations.occurrence import Occurrence
from barograph.config.automation import AutomationSpec
from barograph.storage import Stores

__all__ = ["Rehearsed", "Review", "rehearse"]

_CHUNK = 2_000
_MOST_SHOWN = 1_000


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """An event that matches, and what would have come of it."""

    occurrence: Occurrence
    reason: Reason


@dataclass(slots=True)
class Review:
    """What a rehearsal found: all of it in numbers, and the latest events that matched.

    ``since_ms`` is from when on the log still holds events, where that is later than what was asked for.
    """

    since_ms: int
    events: int = 0
    matches: int = 0
    runs: int = 0
    shown: deque[Rehearsed] = field(default_factory=lambda: deque(maxlen=_MOST_SHOWN))

    def note(self, found: Rehearsed) -> None:
        """Count an event that matched."""
        self.matches += 1
        self.runs += found.reason.is_action
        self.shown.append(found)


def rehearse(
    stores: Stores,
    tenant: str,
    spec: AutomationSpec,
    since_ms: int,
    progress: Callable[[float], bool] = lambda _share: True,
) -> Review:
    """Decide about the events of the log in their order, as the desk would have.

    ``progress`` hears which share is done, and says whether anybody still wants to know.
    """
    awake, memory = spec.model_copy(update={"enabled": True}), Memory()
    review = Review(max(since_ms, stores.events.oldest_ms(tenant) or since_ms))
    for share, chunk in _heard(stores, tenant, spec, since_ms):
        review.events += len(chunk)
        for found in judge(awake, since_ms, chunk, memory):
            review.note(Rehearsed(*found))
        if not progress(share):
            break
    return review


def _heard(
    stores: Stores, tenant: str, spec: AutomationSpec, since_ms: int
) -> Iterator[tuple[float, list[Occurrence]]]:
    """Yield what an automation listens to, piece by piece, each with the share of the log it ends at."""
    first, last = stores.events.span()
    position = first - 1
    while events := stores.events.of_types(tenant, spec.when.events, since_ms, position, _CHUNK):
        position = events[-1].id
        yield (position - first + 1) / max(1, last - first + 1), flatten(stores, tenant, events)
