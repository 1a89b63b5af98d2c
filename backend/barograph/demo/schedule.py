"""When incidents happen: rarely and labelled in the past, every couple of minutes in a live demo."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from barograph.demo.clockwork import DAY_MS, SCRAPE_MS
from barograph.demo.effects import effects_of
from barograph.demo.incidents import ROOTS, Incident, IncidentKind
from barograph.demo.noise import generator_of
from barograph.demo.services import service_named

__all__ = ["Schedule"]

_SLOT_MS = 14 * DAY_MS // 30
_LIVE_SLOT_MS = 120_000
_LIVE_DURATION_MS = 75_000
# A leak or a filling disk takes its time; the others come at once and are over sooner.
_SLOW_KINDS = {IncidentKind.MEMORY_LEAK, IncidentKind.DISK_FILLING, IncidentKind.STUCK_QUEUE}
_CAUSES = {
    IncidentKind.LATENCY_SURGE: "{service} answers slowly because a lock is held too long",
    IncidentKind.ERROR_BURST: "{service} fails because a dependency outside the shop rejects its calls",
    IncidentKind.TRAFFIC_DROP: "a broken DNS change keeps customers away from {service}",
    IncidentKind.TRAFFIC_SPIKE: "a campaign sends far more customers to {service} than usual",
    IncidentKind.MEMORY_LEAK: "{service} leaks memory in {pods}",
    IncidentKind.STUCK_QUEUE: "the consumer of {service} is stuck on a poisoned message",
    IncidentKind.ODD_POD: "{pods} runs on a node with a failing disk, its peers are fine",
    IncidentKind.FLAT_LINE: "the exporter of {pods} hangs and repeats its last values",
    IncidentKind.CPU_HOG: "a runaway regular expression burns CPU in {service}",
    IncidentKind.DISK_FILLING: "old files of {service} are not cleaned up any more",
}
_ONE_POD = {IncidentKind.ODD_POD, IncidentKind.FLAT_LINE, IncidentKind.MEMORY_LEAK}


@dataclass(frozen=True, slots=True)
class Schedule:
    """A pure function from time to incidents: 30 in two weeks, and one every two minutes once live.

    ``is_quiet`` leaves the past without any incident; ``live_from_ms`` is when the live ones begin.
    """

    seed: int
    is_quiet: bool = False
    live_from_ms: int | None = None

    def incidents(self, start_ms: int, end_ms: int) -> tuple[Incident, ...]:
        """Return the incidents that go on at some moment of the range, oldest first."""
        found = [*self._past(start_ms, end_ms), *self._live(start_ms, end_ms)]
        return tuple(incident for incident in found if incident.overlaps(start_ms, end_ms))

    def _past(self, start_ms: int, end_ms: int) -> Iterator[Incident]:
        if self.is_quiet:
            return
        for slot in range(start_ms // _SLOT_MS - 1, end_ms // _SLOT_MS + 1):
            incident = _incident_of_slot(self.seed, slot)
            # The hour before a live demo is calm, so that its first anomaly is its own.
            if self.live_from_ms is None or incident.end_ms < self.live_from_ms - 3_600_000:
                yield incident

    def _live(self, start_ms: int, end_ms: int) -> Iterator[Incident]:
        if self.live_from_ms is None or end_ms < self.live_from_ms:
            return
        first = max(0, (start_ms - self.live_from_ms) // _LIVE_SLOT_MS - 1)
        kinds = list(ROOTS)
        for slot in range(first, (end_ms - self.live_from_ms) // _LIVE_SLOT_MS + 1):
            kind = kinds[slot % len(kinds)]
            root = ROOTS[kind][slot // len(kinds) % len(ROOTS[kind])]
            begin_ms = self.live_from_ms + slot * _LIVE_SLOT_MS
            yield _make(
                f"live-{slot}", kind, root, (begin_ms, begin_ms + _LIVE_DURATION_MS), slot, is_live=True
            )


@lru_cache(maxsize=4096)
def _incident_of_slot(seed: int, slot: int) -> Incident:
    kinds = list(ROOTS)
    order = generator_of(seed, "order", slot // len(kinds)).permutation(len(kinds))
    kind = kinds[order[slot % len(kinds)]]
    chance = generator_of(seed, "incident", slot)
    minutes = chance.uniform(60, 120) if kind in _SLOW_KINDS else chance.uniform(15, 50)
    start_ms = slot * _SLOT_MS + int(chance.uniform(0.1, 0.7) * _SLOT_MS) // SCRAPE_MS * SCRAPE_MS
    end_ms = start_ms + int(minutes * 60_000)
    root = ROOTS[kind][chance.integers(len(ROOTS[kind]))]
    return _make(f"past-{slot}", kind, root, (start_ms, end_ms), int(chance.integers(99)))


def _make(
    name: str,
    kind: IncidentKind,
    root: str,
    span_ms: tuple[int, int],
    choice: int,
    *,
    is_live: bool = False,
) -> Incident:
    pods = service_named(root).pods
    struck = (pods[choice % len(pods)].name,) if kind in _ONE_POD else ()
    cause = _CAUSES[kind].format(service=root, pods=", ".join(struck))
    bare = Incident(name, kind, *span_ms, root, struck, (root,), cause, is_live)
    felt = dict.fromkeys([root, *(effect.service for effect in effects_of(bare))])
    return replace(bare, services=tuple(felt))
