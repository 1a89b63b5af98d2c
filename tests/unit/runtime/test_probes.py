from typing import Any

import pytest

from barograph.runtime.probes import probe_provisioning, probe_reported_source, probe_sinks
from barograph.storage import ProcessBeat, Stores


@pytest.mark.parametrize(
    ("sinks", "state", "sentence"),
    [
        ({}, "unknown", "No sink is configured: nobody is told."),
        ({"main/1": {"last_error": "", "pending": 0}}, "ok", "All take messages: main/1."),
        (
            {"a/1": {"last_error": "", "pending": 0}, "b/1": {"last_error": "It is away.", "pending": 7}},
            "degraded",
            "b/1: It is away. 7 messages wait.",
        ),
    ],
)
def test_health_names_the_sink_that_takes_nothing(
    stores: Stores, sinks: dict[str, Any], state: str, sentence: str
) -> None:
    assert probe_sinks(stores, lambda: 0.0)().state == "unknown"
    stores.processes.beat(
        ProcessBeat("h/engine", "engine", "h", 1, "running", "", 0, 1, detail={"sinks": sinks})
    )
    health = probe_sinks(stores, lambda: 0.0)()
    assert (health.state, health.sentence) == (state, sentence)


@pytest.mark.parametrize(
    ("is_valid", "mistakes", "state", "part"),
    [
        (True, [], "ok", "3 detectors"),
        (False, [], "degraded", "3 detectors"),
        (True, ["rules.yaml:4:7: unknown key"], "degraded", "rules.yaml:4:7: unknown key"),
        (False, ["rules.yaml:4:7: unknown key"], "degraded", "files. The files of automations are wrong"),
    ],
)
def test_health_names_the_file_that_was_not_loaded(
    stores: Stores, is_valid: bool, mistakes: list[str], state: str, part: str
) -> None:
    assert probe_provisioning(stores, lambda: 0.0)().state == "unknown"
    detail = {
        "provisioning": {"is_valid": is_valid, "sentence": "3 detectors from files."},
        "mistakes": {"automations": mistakes} if mistakes else {},
    }
    stores.processes.beat(ProcessBeat("h/engine", "engine", "h", 1, "running", "", 0, 1, detail=detail))
    health = probe_provisioning(stores, lambda: 0.0)()
    assert health.state == state
    assert part in health.sentence


def test_of_two_engines_the_worse_state_is_told_and_none_is_counted_twice(stores: Stores) -> None:
    def detail(state: str, error: str) -> dict[str, Any]:
        source = {"type": "loki", "name": "logs", "state": state, "sentence": error, "latency_seconds": 0.1}
        return {
            "provisioning": {"is_valid": True, "sentence": "3 detectors from files."},
            "mistakes": {"sinks": ["sinks.yaml:2:1: no name"]},
            "sinks": {"main/1": {"last_error": error, "pending": 2}},
            "sources": [source],
        }

    for name, state, error in (("h/1/a", "down", "It is away."), ("h/2/b", "ok", "")):
        beat = ProcessBeat(name, "engine", "h", 1, "running", "", 0, 1, detail=detail(state, error))
        stores.processes.beat(beat)
    assert probe_sinks(stores, lambda: 0.0)().sentence == "main/1: It is away. 2 messages wait."
    assert probe_reported_source(stores, "loki", lambda: 0.0)().state == "down"
    files = probe_provisioning(stores, lambda: 0.0)().sentence
    assert files == "The files of sinks are wrong, so those before stay in force: sinks.yaml:2:1: no name"
