from dataclasses import replace
from typing import Any

import pytest

from barograph.algorithms.registry import Registry
from barograph.domain import Frame
from barograph.engine.desk import Desk
from barograph.engine.log_templates import TemplatesHandler
from barograph.errors import ModelUnavailable
from barograph.sources.logs.learnt import LearntTemplates
from barograph.sources.logs.mining import TemplateMiner
from barograph.storage import JobState, Stores
from barograph.storage.detector_rows import StoredDetector
from barograph.training.versions import VersionedModel
from tests.servers.base import wait_until
from tests.unit.engine.conftest import make_spec


class LearntModels:
    """Models that hold the templates of three kinds of lines."""

    def current(self, detector: StoredDetector) -> VersionedModel:
        miner = TemplateMiner()
        miner.learn([f"took {n} ms" for n in range(5)] + ["stopping"], [10, 20, 30, 40, 50, 60])
        miner.learn(["disk sda1 is full", "took 7 ms"], [5, 70])
        learnt = LearntTemplates.of(miner.freeze(), ()).to_json()
        model = Registry.installed().create("zscore", {}).fit(Frame.empty())
        return VersionedModel(replace(model, meta={**model.meta, "learnt": learnt}), 3)


class NoModels:
    def current(self, detector: StoredDetector) -> VersionedModel:
        raise ModelUnavailable


def ask(stores: Stores, models: Any, mode: str = "templates", **request: object) -> Any:
    query = {"source": "loki", "expression": '{app="shop"}', "step": "1m", "mode": mode}
    detector = stores.detectors.create("default", make_spec(query=query), 1)
    desk = Desk(stores.jobs, {"templates": TemplatesHandler(stores.detectors, models)}, "test", threads=1)
    job = stores.jobs.add("default", "templates", 1, detector_id=detector.id, request=request)
    desk.look()
    wait_until(lambda: stores.jobs.get("default", job.id).is_finished, "the job")
    desk.stop()
    return stores.jobs.get("default", job.id)


def test_templates_are_listed_with_counts_times_and_examples(stores: Stores) -> None:
    result = ask(stores, LearntModels()).result
    assert (result["model_version"], result["total"], result["next_cursor"]) == (3, 3, None)
    first = result["items"][0]
    assert (first["template"], first["count"]) == ("took <*>", 6)
    assert (first["first_ms"], first["last_ms"]) == (10, 70)
    assert first["examples"] == ["took 0 ms"]
    assert [item["template"] for item in result["items"][1:]] == ["disk <*> is full", "stopping"]


def test_templates_are_filtered_and_come_in_pages(stores: Stores) -> None:
    result = ask(stores, LearntModels(), limit=1, skip=1, part="S").result
    assert (result["total"], result["next_cursor"]) == (2, None)
    assert [item["template"] for item in result["items"]] == ["stopping"]


def test_there_is_a_next_page_while_there_are_more(stores: Stores) -> None:
    assert ask(stores, LearntModels(), limit=2).result["next_cursor"] == "2"


@pytest.mark.parametrize(
    ("models", "mode", "code"),
    [(NoModels(), "templates", "model_unavailable"), (LearntModels(), "categories", "validation_failed")],
)
def test_a_detector_without_templates_says_why(stores: Stores, models: Any, mode: str, code: str) -> None:
    job = ask(stores, models, mode)
    assert (job.state, job.error["code"]) == (JobState.FAILED, code)
