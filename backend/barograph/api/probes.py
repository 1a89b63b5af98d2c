"""What `/health` looks at in a web process: machine, database, cache, detectors and sources."""

import shutil
from collections.abc import Callable
from pathlib import Path

from barograph.api.caching import AnswerCache
from barograph.errors import StorageUnavailable
from barograph.sources.base import FrameSource, SourceState
from barograph.storage import ProcessBeat, Stores
from barograph.storage.processes import SILENT_MS
from barograph.telemetry.health import ComponentHealth, HealthState, Probe

__all__ = ["probe_cache", "probe_database", "probe_detectors", "probe_source", "probe_system"]

_LEAST_FREE_BYTES = 200_000_000


def probe_system(state_dir: Path) -> Probe:
    """Look at the disk that the state folder is on."""

    def look() -> ComponentHealth:
        free = shutil.disk_usage(state_dir).free
        if free < _LEAST_FREE_BYTES:
            sentence = f"Only {free / 1e6:.0f} MB are free under {state_dir}. Make room before writes fail."
            return ComponentHealth(HealthState.DEGRADED, sentence)
        return ComponentHealth(HealthState.OK, f"{free / 1e9:.1f} GB are free under {state_dir}.")

    return look


def probe_database(stores: Stores) -> Probe:
    """Ask the database for the revision of its schema."""

    def look() -> ComponentHealth:
        database = stores.database
        try:
            current, head = database.current_revision(), database.head_revision()
        except StorageUnavailable as error:
            return ComponentHealth(HealthState.DOWN, error.message)
        if current != head:
            sentence = f"The schema is at {current}, this version wants {head}: run `barograph db upgrade`."
            return ComponentHealth(HealthState.DOWN, sentence)
        return ComponentHealth(HealthState.OK, f"{database.dialect} answers; the schema is at {head}.")

    return look


def probe_cache(cache: AnswerCache) -> Probe:
    """Tell how full the cache of this worker is and how often it helps."""

    def look() -> ComponentHealth:
        asked = cache.hits + cache.misses
        share = f"{cache.hits / asked:.0%} of {asked} questions" if asked else "no question yet"
        return ComponentHealth(HealthState.OK, f"{len(cache)} answers kept, found for {share}.")

    return look


def probe_detectors(stores: Stores, clock: Callable[[], float]) -> Probe:
    """Look for an engine that is alive and for detectors that fail."""

    def look() -> ComponentHealth:
        now_ms = int(clock() * 1000)
        engines = [beat for beat in stores.processes.all() if beat.kind in ("engine", "worker")]
        if not any(_is_alive(beat, now_ms) for beat in engines):
            return ComponentHealth(HealthState.DOWN, _silence(engines, now_ms))
        counts = stores.detectors.count_by_state()
        told = ", ".join(f"{count} {state.value}" for state, count in counts.items()) or "none yet"
        late = _lateness([beat for beat in engines if _is_alive(beat, now_ms)])
        is_ill = bool(late) or any(key.value == "failing" for key in counts)
        state = HealthState.DEGRADED if is_ill else HealthState.OK
        return ComponentHealth(state, f"Detectors: {told}.{late}")

    return look


def probe_source(source: FrameSource) -> Probe:
    """Ask a data source how it is."""
    states = {
        SourceState.OK: HealthState.OK,
        SourceState.DEGRADED: HealthState.DEGRADED,
        SourceState.DOWN: HealthState.DOWN,
        SourceState.UNKNOWN: HealthState.UNKNOWN,
    }

    def look() -> ComponentHealth:
        health = source.check()
        return ComponentHealth(states[health.state], health.sentence, health.latency_seconds)

    return look


def _is_alive(beat: ProcessBeat, now_ms: int) -> bool:
    return now_ms - beat.beat_ms < SILENT_MS


def _lateness(engines: list[ProcessBeat]) -> str:
    """Say how far the engines are behind, nothing where they keep up."""
    late = [beat.detail["late"] for beat in engines if beat.detail.get("late", {}).get("detectors")]
    if not late:
        return ""
    count, seconds = sum(one["detectors"] for one in late), max(one["seconds"] for one in late)
    are = "1 is" if count == 1 else f"{count} are"
    return f" {are} late by more than their interval, up to {seconds:.0f} s: not all can be judged in time."


def _silence(engines: list[ProcessBeat], now_ms: int) -> str:
    if not engines:
        return "No engine has reported yet, so nothing is evaluated. Start one with `barograph serve`."
    last = max(engines, key=lambda beat: beat.beat_ms)
    seconds = (now_ms - last.beat_ms) / 1000
    return f"The engine {last.id} was last seen {seconds:.0f} s ago, so nothing is evaluated. Read its log."
