"""The decision: does this event match, and may the automation act now. Pure functions with a reason."""

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from barograph.automations.occurrence import Occurrence
from barograph.config.automation import AutomationSpec, When

__all__ = ["Memory", "Reason", "decide", "judge"]

_DEEPEST = 3


class Reason(StrEnum):
    """Why an automation acts or does not."""

    ACTS = "acts"
    ASKS = "asks_a_person"
    DRY = "dry_run"
    SWITCHED_OFF = "switched_off"
    BEFORE_ITS_TIME = "before_its_time"
    OTHER_EVENT = "other_event"
    OTHER_DETECTOR = "other_detector"
    OTHER_LABELS = "other_labels"
    TOO_MILD = "too_mild"
    TOO_SHORT = "too_short"
    SEEN_BEFORE = "seen_before"
    OWN_DOING = "own_doing"
    CHAIN_TOO_LONG = "chain_too_long"
    NOT_OFTEN_ENOUGH = "not_often_enough"
    COOLING_DOWN = "cooling_down"
    RATE_LIMITED = "rate_limited"

    @property
    def is_match(self) -> bool:
        """Whether the event is what the automation waits for, so that history shows what came of it."""
        return self in _MATCHES

    @property
    def is_action(self) -> bool:
        """Whether the automation acts, asks, or would act."""
        return self in (Reason.ACTS, Reason.ASKS, Reason.DRY)


_MATCHES = frozenset(
    {
        Reason.ACTS,
        Reason.ASKS,
        Reason.DRY,
        Reason.OWN_DOING,
        Reason.CHAIN_TOO_LONG,
        Reason.NOT_OFTEN_ENOUGH,
        Reason.COOLING_DOWN,
        Reason.RATE_LIMITED,
    }
)


@dataclass(slots=True)
class Memory:
    """What an automation has seen: subjects, and in ascending order when it matched and when it acted."""

    subjects: set[str] = field(default_factory=set)
    matched_ms: list[int] = field(default_factory=list)
    acted_ms: list[int] = field(default_factory=list)

    def note(self, subject: str, at_ms: int, *, has_acted: bool) -> None:
        """Remember an event that matched."""
        self.subjects.add(subject)
        insort(self.matched_ms, at_ms)
        if has_acted:
            insort(self.acted_ms, at_ms)


def decide(spec: AutomationSpec, since_ms: int, seen: Occurrence, memory: Memory) -> Reason:
    """Say what an automation, which listens since ``since_ms``, does about an event, and why."""
    if not spec.enabled:
        return Reason.SWITCHED_OFF
    if seen.at_ms < since_ms:
        return Reason.BEFORE_ITS_TIME
    return _mismatch(spec.when, seen) or _hindrance(spec, seen, memory) or _way(spec)


def judge(
    spec: AutomationSpec, since_ms: int, seen: Iterable[Occurrence], memory: Memory
) -> Iterator[tuple[Occurrence, Reason]]:
    """Decide about events in their order, and yield those that match; each is remembered for the next."""
    for occurrence in seen:
        reason = decide(spec, since_ms, occurrence, memory)
        if reason.is_match:
            memory.note(occurrence.subject, occurrence.at_ms, has_acted=reason.is_action)
            yield occurrence, reason


def _mismatch(when: When, seen: Occurrence) -> Reason | None:
    if seen.type not in when.events:
        return Reason.OTHER_EVENT
    if when.detector is not None and seen.detector_id != when.detector:
        return Reason.OTHER_DETECTOR
    if not all(matcher.is_met_by(seen.labels) for matcher in when.labels):
        return Reason.OTHER_LABELS
    if when.severity is not None and (seen.severity is None or seen.severity.rank < when.severity.rank):
        return Reason.TOO_MILD
    if when.lasting is not None and seen.lasting_ms < when.lasting.milliseconds:
        return Reason.TOO_SHORT
    return None


def _hindrance(spec: AutomationSpec, seen: Occurrence, memory: Memory) -> Reason | None:
    if seen.subject in memory.subjects:
        return Reason.SEEN_BEFORE
    if spec.name in seen.chain:
        return Reason.OWN_DOING
    if len(seen.chain) >= _DEEPEST:
        return Reason.CHAIN_TOO_LONG
    if not _is_often_enough(spec.when, seen, memory):
        return Reason.NOT_OFTEN_ENOUGH
    return _limit(spec, seen, memory)


def _limit(spec: AutomationSpec, seen: Occurrence, memory: Memory) -> Reason | None:
    if memory.acted_ms and seen.at_ms - memory.acted_ms[-1] < spec.cooldown.milliseconds:
        return Reason.COOLING_DOWN
    if _count_since(memory.acted_ms, seen.at_ms - spec.limit.within.milliseconds) >= spec.limit.times:
        return Reason.RATE_LIMITED
    return None


def _is_often_enough(when: When, seen: Occurrence, memory: Memory) -> bool:
    """Count what came since the automation last acted, this event included."""
    if when.repeated is None:
        return True
    since_ms = seen.at_ms - when.repeated.within.milliseconds
    last_ms = memory.acted_ms[-1] if memory.acted_ms else -1
    return _count_since(memory.matched_ms, max(since_ms, last_ms)) + 1 >= when.repeated.times


def _way(spec: AutomationSpec) -> Reason:
    if spec.dry_run:
        return Reason.DRY
    return Reason.ACTS if spec.approval is None else Reason.ASKS


def _count_since(moments: Sequence[int], since_ms: int) -> int:
    return len(moments) - bisect_right(moments, since_ms)
