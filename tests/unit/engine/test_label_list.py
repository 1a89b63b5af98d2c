"""The list of labels: of the series that were seen last, and of the detectors themselves."""

from typing import Any

import numpy as np
import pytest

from barograph.domain import Frame, Labels, Scores
from barograph.engine.judge import Judgement
from barograph.engine.label_list import LabelsHandler
from barograph.engine.score_board import ScoreBoard
from barograph.engine.tick import TickReport
from barograph.policy import Outcome
from barograph.storage import Stores
from tests.unit.engine.conftest import make_spec
from tests.unit.engine.test_rehearsal import NobodyWaits


@pytest.fixture
def board() -> ScoreBoard:
    return ScoreBoard()


def tick(board: ScoreBoard, stores: Stores, name: str, *series: Labels, tenant: str = "default") -> None:
    """Let a new detector see these series."""
    detector = stores.detectors.create(tenant, make_spec(name=name, labels={"team": f"of-{name}"}), 0)
    values = np.zeros((len(series), 1))
    frame = Frame(series, np.array([60_000]), values)
    judged = Scores(values, values, values, values)
    board.on_tick(TickReport(detector, 0, 60_000, Judgement(frame, judged, Outcome()), (), 0, 0.1))


def listed(board: ScoreBoard, stores: Stores, detector: str | None = None) -> dict[str, Any]:
    job = stores.jobs.add("default", "labels", 1, detector_id=detector)
    items = LabelsHandler(board, stores.detectors)(job, NobodyWaits())["items"]
    return {item["name"]: item["values"] for item in items}


def test_each_name_is_listed_once_with_its_values(board: ScoreBoard, stores: Stores) -> None:
    tick(board, stores, "errors", Labels({"service": "queue"}), Labels({"service": "cart", "zone": "a"}))
    tick(board, stores, "latency", Labels({"service": "cart"}))
    assert listed(board, stores) == {
        "service": ["cart", "queue"],
        "team": ["of-errors", "of-latency"],
        "zone": ["a"],
    }


def test_a_detector_has_labels_of_its_own(board: ScoreBoard, stores: Stores) -> None:
    tick(board, stores, "errors", Labels({"service": "queue"}))
    tick(board, stores, "latency", Labels({"service": "cart"}))
    assert listed(board, stores, "latency") == {"service": ["cart"], "team": ["of-latency"]}


def test_a_tenant_sees_its_own_labels(board: ScoreBoard, stores: Stores) -> None:
    tick(board, stores, "errors", Labels({"service": "cart"}), tenant="other")
    assert listed(board, stores) == {}


def test_of_very_many_values_the_first_are_listed_and_all_are_counted(
    board: ScoreBoard, stores: Stores
) -> None:
    tick(board, stores, "errors", *(Labels({"pod": f"{number:04}"}) for number in range(1001)))
    job = stores.jobs.add("default", "labels", 1)
    pods = LabelsHandler(board, stores.detectors)(job, NobodyWaits())["items"][0]
    assert (len(pods["values"]), pods["values"][-1], pods["values_total"]) == (1000, "0999", 1001)
