"""What automations do, to the outside and to ourselves, each against the real thing or Grafana's double."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from pydantic import TypeAdapter

from barograph.algorithms.registry import Registry
from barograph.config import Settings
from barograph.config.automation import AutomationSpec
from barograph.config.sink import SinkSpec
from barograph.runtime.automations import EngineAutomations, build_automations
from barograph.runtime.foundation import Foundation
from barograph.security.signatures import SIGNATURE_HEADER, sign
from barograph.storage import AutomationRun, Database, Stores
from tests.servers.alertmanager import alertmanager_running
from tests.servers.grafana import grafana_running
from tests.servers.receiver import receiver_running
from tests.unit.storage.making import make_anomaly, make_spec, opened

NOW = 1_790_000_000_000


class Silent:
    """A bus that nobody listens to."""

    def publish(self, events: object) -> None:
        """Tell nobody."""


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    database = Database(f"sqlite:///{tmp_path / 'barograph.db'}")
    database.upgrade()
    yield Stores.over(database)
    database.close()


def automations_of(stores: Stores, *sinks: dict[str, Any]) -> EngineAutomations:
    """Put automations together as the engine does."""
    specs = tuple(TypeAdapter[SinkSpec](SinkSpec).validate_python(sink) for sink in sinks)
    return build_automations(Foundation(Settings(), stores, Silent(), Registry.installed(), specs), {})


def react(stores: Stores, engine: EngineAutomations, *actions: dict[str, Any]) -> AutomationRun:
    """Let an anomaly open, and return the run of the rule that acts on it."""
    stores.detectors.create("default", make_spec(), NOW)
    rule = {"name": "act", "when": {"events": ["anomaly_detected"]}, "then": list(actions)}
    stores.automations.create("default", AutomationSpec.model_validate(rule), NOW)
    engine.desk.look(NOW)
    stores.anomalies.record([opened(make_anomaly(NOW))], NOW)
    engine.desk.look(NOW)
    assert engine.workers.run_one()
    (run,) = stores.automation_runs.page("default").items
    return run


def outcomes(run: AutomationRun) -> list[tuple[str, str]]:
    return [(action["type"], action["outcome"]) for action in run.actions]


def test_a_silence_keeps_the_episode_quiet_in_a_real_alertmanager(tmp_path: Path, stores: Stores) -> None:
    with receiver_running() as receiver, alertmanager_running(tmp_path / "am", receiver.url) as server:
        engine = automations_of(
            stores, {"type": "alertmanager", "name": "main", "urls": [server.url], "send": ["anomalies"]}
        )
        run = react(stores, engine, {"type": "silence", "duration": "2h", "comment": "known"})
        assert outcomes(run) == [("silence", "done")], run
        (silence,) = requests.get(f"{server.url}/api/v2/silences", timeout=5).json()
    assert (silence["comment"], silence["status"]["state"]) == ("known", "active")
    assert {"name": "detector", "value": "latency", "isRegex": False, "isEqual": True} in silence["matchers"]


def test_an_annotation_stands_in_grafana_with_the_sentence(stores: Stores) -> None:
    with grafana_running() as grafana:
        sink = {"type": "grafana_annotations", "name": "boards", "urls": [grafana.url], "auth": grafana.auth}
        run = react(stores, automations_of(stores, sink), {"type": "annotation", "tags": ["shop"]})
        assert outcomes(run) == [("annotation", "done")], run
        (annotation,) = grafana.annotations("automation:act")
    assert "shop" in annotation["tags"]
    assert "latency is 9, expected 2" in annotation["text"]


def test_a_webhook_sink_is_told_with_its_signature(stores: Stores) -> None:
    with receiver_running() as receiver:
        sink = {"type": "webhook", "name": "hook", "urls": [receiver.url], "secret": "s3cret"}
        run = react(stores, automations_of(stores, sink), {"type": "webhook", "sink": "hook"})
        assert outcomes(run) == [("webhook", "done")], run
        (delivery,) = receiver.deliveries
    assert delivery.headers[SIGNATURE_HEADER] == sign(b"s3cret", delivery.raw)
    assert delivery.body["event"]["detector_id"] == "latency"


def test_a_detector_is_trained_and_stopped_in_the_name_of_the_rule(stores: Stores) -> None:
    run = react(stores, automations_of(stores), {"type": "retrain"}, {"type": "stop_detector"})
    assert outcomes(run) == [("retrain", "done"), ("stop_detector", "done")], run
    (job,) = stores.jobs.latest("default", 10, "latency")
    assert (job.kind, job.requested_by) == ("train", "automation:act")
    assert not stores.detectors.get("default", "latency").spec.enabled


def test_a_step_back_that_is_not_there_fails_and_says_so(stores: Stores) -> None:
    run = react(stores, automations_of(stores), {"type": "roll_back"}, {"type": "retrain"})
    assert outcomes(run)[0] == ("roll_back", "failed")
    assert run.actions[0]["detail"]
    assert run.state.value == "failed"
