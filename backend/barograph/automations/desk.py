"""The desk: reads what happened from the log and writes down which automations act, each event once."""

from collections.abc import Callable, Sequence

import structlog

from barograph.automations.evaluation import Memory, Reason, judge
from barograph.automations.occurrence import Occurrence, first_member, occurrence_of
from barograph.config.automation import AutomationSpec
from barograph.domain import Anomaly, Event
from barograph.storage import AutomationRun, RunState, StoredAutomation, Stores

__all__ = ["AutomationDesk", "flatten"]

_log = structlog.get_logger(__name__)
_MOST_EVENTS = 5_000
_STATES = {
    Reason.ACTS: RunState.APPROVED,
    Reason.ASKS: RunState.WAITING,
    Reason.DRY: RunState.DRY,
}


class AutomationDesk:
    """Turns events into runs; a run is stored before anything is done, with the place in the log."""

    def __init__(self, stores: Stores, publish: Callable[[Sequence[Event]], None]) -> None:
        self._stores = stores
        self._publish = publish

    def look(self, now_ms: int) -> int:
        """Work on the events since the last look; returns how many runs were written."""
        self._stores.automation_runs.expire(now_ms)
        position = self._stores.automation_runs.position()
        found = self._stores.events.follow(position, _MOST_EVENTS)
        if not found:
            return 0
        runs = [run for one in self._listening() for run in self._runs_of(one, found, now_ms)]
        events = self._stores.automation_runs.record(runs, now_ms, (position, found[-1].id))
        if events:
            self._publish(events)
        return len(events or ())

    def _listening(self) -> list[StoredAutomation]:
        return [one for one in self._stores.automations.all() if one.mistake is None and one.spec.enabled]

    def _runs_of(self, one: StoredAutomation, found: Sequence[Event], now_ms: int) -> list[AutomationRun]:
        """Let one automation look at the events; one that can't is told of and keeps nobody waiting."""
        try:
            wanted = [event for event in found if event.tenant == one.tenant]
            wanted = [event for event in wanted if event.type in one.spec.when.events]
            if not wanted:
                return []
            seen = flatten(self._stores, one.tenant, wanted)
            if not seen:
                return []
            memory = self._memory(one, seen)
            matches = judge(one.spec, one.active_since_ms, seen, memory)
            return [_to_run(one.spec, occurrence, reason, now_ms) for occurrence, reason in matches]
        except Exception:
            _log.exception("an automation could not look at events", automation=one.name)
            return []

    def _memory(self, one: StoredAutomation, seen: Sequence[Occurrence]) -> Memory:
        """Remember what the limits of an automation look back to."""
        spec, runs = one.spec, self._stores.automation_runs
        repeated_ms = spec.when.repeated.within.milliseconds if spec.when.repeated else 0
        reach_ms = max(spec.cooldown.milliseconds, spec.limit.within.milliseconds, repeated_ms)
        memory = Memory()
        for run in runs.past(one.tenant, one.name, min(each.at_ms for each in seen) - reach_ms):
            memory.note(run.subject, run.at_ms, has_acted=run.state is not RunState.SKIPPED)
        memory.subjects |= runs.seen(one.tenant, one.name, [each.subject for each in seen])
        return memory


def flatten(stores: Stores, tenant: str, events: Sequence[Event]) -> list[Occurrence]:
    """Return events as automations see them, incidents with the labels of their first anomaly.

    An event that makes no sense is told of and left out; it takes no other with it.
    """
    members = {event.id: first_member(event) for event in events}
    names = sorted({name for name in members.values() if name is not None})
    known = {one.fingerprint: one for one in stores.anomalies.named(tenant, names)}
    seen = [_understand(event, known.get(members[event.id] or "")) for event in events]
    return [one for one in seen if one is not None]


def _understand(event: Event, member: Anomaly | None) -> Occurrence | None:
    try:
        return occurrence_of(event, member)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        _log.error(
            "an event makes no sense", event_id=event.id, type=event.type.value, reason=repr(error)[:200]
        )
        return None


def _to_run(spec: AutomationSpec, seen: Occurrence, reason: Reason, now_ms: int) -> AutomationRun:
    is_dry = reason is Reason.DRY
    would = [{"type": action.type, "outcome": "dry", "detail": "Would be done."} for action in spec.then]
    waits = spec.approval is not None and reason is Reason.ASKS
    return AutomationRun(
        tenant=seen.tenant,
        automation=spec.name,
        event_id=seen.event_id,
        subject=seen.subject,
        state=_STATES.get(reason, RunState.SKIPPED),
        reason=reason.value,
        plan=spec.model_dump(mode="json"),
        occurrence=seen.to_json(),
        at_ms=seen.at_ms,
        created_ms=now_ms,
        updated_ms=now_ms,
        actions=would if is_dry else [],
        expires_ms=now_ms + spec.approval.expires.milliseconds if waits and spec.approval else None,
    )
