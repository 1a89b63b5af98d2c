from typing import Any

import pytest

from barograph.runtime.probes import probe_provisioning, probe_sinks
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
    assert probe_sinks(stores)().state == "unknown"
    stores.processes.beat(
        ProcessBeat("h/engine", "engine", "h", 1, "running", "", 0, 1, detail={"sinks": sinks})
    )
    health = probe_sinks(stores)()
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
    assert probe_provisioning(stores)().state == "unknown"
    detail = {
        "provisioning": {"is_valid": is_valid, "sentence": "3 detectors from files."},
        "automations": {"is_valid": not mistakes, "mistakes": mistakes},
    }
    stores.processes.beat(ProcessBeat("h/engine", "engine", "h", 1, "running", "", 0, 1, detail=detail))
    health = probe_provisioning(stores)()
    assert health.state == state
    assert part in health.sentence
