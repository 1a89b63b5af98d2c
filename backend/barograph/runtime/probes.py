"""What `/health` looks at beyond the web process: its siblings, the files, the sources, the sockets."""

from collections.abc import Callable
from typing import Any

from barograph.live.service import LiveService
from barograph.storage import ProcessBeat, Stores
from barograph.telemetry.health import ComponentHealth, HealthState, Probe

__all__ = ["probe_live", "probe_provisioning", "probe_reported_source", "probe_sinks", "probe_supervisor"]

_SILENT_MS = 15_000
_NO_ENGINE = ComponentHealth(HealthState.UNKNOWN, "No engine has reported yet.")


def probe_supervisor(stores: Stores, clock: Callable[[], float]) -> Probe:
    """Tell which processes run, and which died and came back."""

    def look() -> ComponentHealth:
        beats = stores.processes.all()
        now_ms = int(clock() * 1000)
        silent = [beat.id for beat in beats if beat.kind == "engine" and now_ms - beat.beat_ms > _SILENT_MS]
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


def probe_provisioning(stores: Stores) -> Probe:
    """Tell whether the files were good when the engine last read them."""

    def look() -> ComponentHealth:
        detail = _engine_detail(stores)
        status = detail.get("provisioning")
        if status is None:
            return _NO_ENGINE
        sentences = [] if status["is_valid"] else [status["sentence"]]
        if mistakes := detail.get("automations", {}).get("mistakes", ()):
            wrong = f"The files of automations are wrong, so those before stay in force: {mistakes[0]}"
            sentences.append(wrong)
        if sentences:
            return ComponentHealth(HealthState.DEGRADED, " ".join(sentences))
        return ComponentHealth(HealthState.OK, status["sentence"])

    return look


def probe_reported_source(stores: Stores, kind: str) -> Probe:
    """Tell how the engine finds the data sources of a kind; the web process asks nobody outside."""

    def look() -> ComponentHealth:
        detail = _engine_detail(stores)
        if "sources" not in detail:
            return _NO_ENGINE
        reports = [report for report in detail["sources"] if report["type"] == kind]
        if not reports:
            return ComponentHealth(HealthState.UNKNOWN, f"No {kind} is configured.")
        worst = max(reports, key=lambda report: _severity(report["state"]))
        sentence = f"{worst['name']}: {worst['sentence']}"
        return ComponentHealth(HealthState(worst["state"]), sentence, worst["latency_seconds"])

    return look


def probe_sinks(stores: Stores) -> Probe:
    """Tell whether everybody who is to be told takes messages."""

    def look() -> ComponentHealth:
        detail = _engine_detail(stores)
        if "sinks" not in detail:
            return _NO_ENGINE
        sinks = detail["sinks"]
        if not sinks:
            return ComponentHealth(HealthState.UNKNOWN, "No sink is configured: nobody is told.")
        ill = {name: sink for name, sink in sinks.items() if sink["last_error"]}
        if not ill:
            return ComponentHealth(HealthState.OK, f"All take messages: {', '.join(sorted(sinks))}.")
        name, sink = max(ill.items(), key=lambda item: int(item[1]["pending"]))
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


def _engine_detail(stores: Stores) -> dict[str, Any]:
    beats = [beat for beat in stores.processes.all() if beat.kind == "engine"]
    return max(beats, key=lambda beat: beat.beat_ms).detail if beats else {}


def _severity(state: str) -> int:
    return list(HealthState).index(HealthState(state))
