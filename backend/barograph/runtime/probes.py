"""What `/health` looks at beyond the web process: its siblings, the files, the sources, the sockets."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from barograph.live.service import LiveService
from barograph.storage import ProcessBeat, Stores
from barograph.storage.processes import SILENT_MS, live_engines
from barograph.telemetry.health import ComponentHealth, HealthState, Probe

__all__ = ["probe_live", "probe_provisioning", "probe_reported_source", "probe_sinks", "probe_supervisor"]

_NO_ENGINE = ComponentHealth(HealthState.UNKNOWN, "No engine has reported yet.")


def probe_supervisor(stores: Stores, clock: Callable[[], float]) -> Probe:
    """Tell which processes run, and which died and came back."""

    def look() -> ComponentHealth:
        beats = stores.processes.all()
        now_ms = int(clock() * 1000)
        silent = [beat.id for beat in beats if beat.kind == "engine" and now_ms - beat.beat_ms > SILENT_MS]
        gone = [beat for beat in beats if beat.state == "failed"]
        if gone:
            return ComponentHealth(HealthState.DEGRADED, gone[0].sentence)
        if silent:
            return ComponentHealth(HealthState.DEGRADED, f"{silent[0]} is silent; look at its log.")
        return ComponentHealth(HealthState.OK, _restarts(beats))

    return look


def _restarts(beats: tuple[ProcessBeat, ...]) -> str:
    children = [
        f"{name} came back {child['restarts']} times, last after {child['last_exit']}"
        for beat in beats
        if beat.kind == "supervisor"
        for name, child in sorted(beat.detail.items())
        if child["restarts"]
    ]
    return f"All run; {'; '.join(children)}." if children else "All run."


def probe_provisioning(stores: Stores, clock: Callable[[], float]) -> Probe:
    """Tell whether the files were good when the engines last read them."""

    def look() -> ComponentHealth:
        details = [detail for detail in _details(stores, clock) if "provisioning" in detail]
        if not details:
            return _NO_ENGINE
        # Engines on several machines read the same files or different ones; one mistake is told once.
        sentences = dict.fromkeys(sentence for detail in details for sentence in _mistakes_of(detail))
        if sentences:
            return ComponentHealth(HealthState.DEGRADED, " ".join(sentences))
        return ComponentHealth(HealthState.OK, details[0]["provisioning"]["sentence"])

    return look


def _mistakes_of(detail: Mapping[str, Any]) -> Iterator[str]:
    if not detail["provisioning"]["is_valid"]:
        yield detail["provisioning"]["sentence"]
    for kind, mistakes in detail.get("mistakes", {}).items():
        if kind == "data sources":
            # Those made in the API can be at fault as well.
            yield f"Not all data sources are in force: {mistakes[0]}"
        else:
            yield f"The files of {kind} are wrong, so those before stay in force: {mistakes[0]}"


def probe_reported_source(stores: Stores, kind: str, clock: Callable[[], float]) -> Probe:
    """Tell how the engines find the data sources of a kind; the web process asks nobody outside."""

    def look() -> ComponentHealth:
        details = [detail["sources"] for detail in _details(stores, clock) if "sources" in detail]
        if not details:
            return _NO_ENGINE
        reports = [report for sources in details for report in sources if report["type"] == kind]
        if not reports:
            return ComponentHealth(HealthState.UNKNOWN, f"No {kind} is configured.")
        worst = max(reports, key=lambda report: _severity(report["state"]))
        sentence = f"{worst['name']}: {worst['sentence']}"
        return ComponentHealth(HealthState(worst["state"]), sentence, worst["latency_seconds"])

    return look


def probe_sinks(stores: Stores, clock: Callable[[], float]) -> Probe:
    """Tell whether everybody who is to be told takes messages."""

    def look() -> ComponentHealth:
        details = [detail["sinks"] for detail in _details(stores, clock) if "sinks" in detail]
        if not details:
            return _NO_ENGINE
        told = [(name, sink) for sinks in details for name, sink in sinks.items()]
        if not told:
            return ComponentHealth(HealthState.UNKNOWN, "No sink is configured: nobody is told.")
        ill = [(name, sink) for name, sink in told if sink["last_error"]]
        if not ill:
            names = ", ".join(sorted({name for name, _ in told}))
            return ComponentHealth(HealthState.OK, f"All take messages: {names}.")
        name, sink = max(ill, key=lambda item: int(item[1]["pending"]))
        sentence = f"{name}: {sink['last_error']} {sink['pending']} messages wait."
        return ComponentHealth(HealthState.DEGRADED, sentence)

    return look


def probe_live(live: LiveService) -> Probe:
    """Tell how many sockets this worker holds."""

    def look() -> ComponentHealth:
        count = len(live.gateway.hub.connections)
        clients = "1 client is" if count == 1 else f"{count} clients are"
        return ComponentHealth(HealthState.OK, f"{clients} connected to this worker.")

    return look


def _details(stores: Stores, clock: Callable[[], float]) -> list[dict[str, Any]]:
    """Return what the engines that live tell of themselves."""
    return [beat.detail for beat in live_engines(stores.processes.all(), int(clock() * 1000))]


def _severity(state: str) -> int:
    return list(HealthState).index(HealthState(state))
