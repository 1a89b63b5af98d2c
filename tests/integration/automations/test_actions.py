"""What automations do, to the outside and to ourselves, each against the real thing or Grafana's double."""

import time
from pathlib import Path
from typing import Any

import requests
from pydantic import TypeAdapter

from barograph.algorithms.registry import Registry
from barograph.config import Settings
from barograph.config.automation import AutomationSpec
from barograph.config.named_files import NamedSet
from barograph.config.sink import SinkSpec
from barograph.config.team import TeamSpec
from barograph.domain import Event, EventType
from barograph.runtime.automations import EngineAutomations, build_automations
from barograph.runtime.file_watch import SpecsInForce
from barograph.runtime.foundation import Foundation
from barograph.security.signatures import SIGNATURE_HEADER, sign
from barograph.storage import AutomationRun, Stores
from barograph.storage.models import ModelInfo
from barograph.training.versions import signature_of
from tests.servers.alertmanager import alertmanager_running
from tests.servers.base import wait_until
from tests.servers.grafana import grafana_running
from tests.servers.receiver import receiver_running
from tests.unit.sinks.making import make_sink
from tests.unit.storage.making import make_anomaly, make_spec, opened

NOW = 1_790_000_000_000


def model_info(version: int) -> ModelInfo:
    """Return what is known of a model of the detector ``latency``."""
    return ModelInfo(
        tenant="default",
        detector_id="latency",
        version=version,
        algorithm="zscore",
        algorithm_version=1,
        state="active",
        digest=f"digest-{version}",
        size_bytes=5,
        series_count=1,
        history_from_ms=0,
        history_to_ms=1,
        fit_seconds=0.1,
        trained_ms=NOW,
        meta={"signature": signature_of(make_spec())},
    )


class Silent:
    """A bus that nobody listens to."""

    def publish(self, events: object) -> None:
        """Tell nobody."""


def automations_of(stores: Stores, *sinks: dict[str, Any]) -> EngineAutomations:
    """Put automations together as the engine does."""
    specs = tuple(TypeAdapter[SinkSpec](SinkSpec).validate_python(sink) for sink in sinks)
    sinks = SpecsInForce[SinkSpec]("sinks", lambda: NamedSet(specs, ()), 3600)
    teams = SpecsInForce[TeamSpec]("teams", lambda: NamedSet((), ()), 3600)
    return build_automations(
        Foundation(Settings(), stores, Silent(), Registry.installed(), sinks, teams), {}, "engine"
    )


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
    stores = Stores.over(stores.database, ("main/1",))
    with receiver_running() as receiver, alertmanager_running(tmp_path / "am", receiver.url) as server:
        engine = automations_of(
            stores, {"type": "alertmanager", "name": "main", "urls": [server.url], "send": ["anomalies"]}
        )
        run = react(stores, engine, {"type": "silence", "duration": "2h", "comment": "known"})
        assert outcomes(run) == [("silence", "done")], run
        (silence,) = requests.get(f"{server.url}/api/v2/silences", timeout=5).json()
        sink = make_sink(stores, server.url)
        sink.deliver(stores.outbox.claim("main/1", now_ms(), 1000), now_ms())
        wait_until(lambda: suppressors_at(server.url) == [[silence["id"]]], "the alert being silenced")
        assert receiver.told() == []
    assert (silence["comment"], silence["status"]["state"]) == ("known", "active")
    assert {"name": "detector", "value": "latency", "isRegex": False, "isEqual": True} in silence["matchers"]


def suppressors_at(url: str) -> list[list[str]]:
    """Return by which silences each alert is kept quiet."""
    alerts = requests.get(f"{url}/api/v2/alerts", timeout=5).json()
    return [alert["status"]["silencedBy"] for alert in alerts]


def now_ms() -> int:
    return int(time.time() * 1000)


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
        sink = {"type": "webhook", "name": "hook", "urls": [receiver.url], "secret": "s3cret", "send": []}
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


def test_a_resting_detector_is_started(stores: Stores) -> None:
    stores.detectors.create("default", make_spec("spare", enabled=False), NOW)
    run = react(stores, automations_of(stores), {"type": "start_detector", "detector": "spare"})
    assert outcomes(run) == [("start_detector", "done")], run
    assert stores.detectors.get("default", "spare").spec.enabled
    (started,) = [one for one in stores.events.after("default", 0) if one.type == "detector_started"]
    assert (started.detector_id, started.payload["by"]) == ("spare", "automation:act")


def test_the_model_before_judges_again_in_the_name_of_the_rule(stores: Stores) -> None:
    for version in (1, 2):
        trained = Event(EventType.MODEL_TRAINED, "default", NOW, {"version": version}, "latency")
        stores.models.add(model_info(version), b"model", trained)
    run = react(stores, automations_of(stores), {"type": "roll_back"})
    assert outcomes(run) == [("roll_back", "done")], run
    active = stores.models.active("default", "latency")
    assert active is not None
    assert active.version == 1
    changes = [one for one in stores.events.after("default", 0) if one.payload.get("by") == "automation:act"]
    assert [one.type.value for one in changes] == ["model_rolled_back"]


def test_a_step_back_that_is_not_there_fails_and_says_so(stores: Stores) -> None:
    run = react(stores, automations_of(stores), {"type": "roll_back"}, {"type": "retrain"})
    assert outcomes(run)[0] == ("roll_back", "failed")
    assert run.actions[0]["detail"]
    assert run.state.value == "failed"
