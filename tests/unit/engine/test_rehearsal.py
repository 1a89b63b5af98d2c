from threading import Event as Flag

import numpy as np
import pytest

from barograph.algorithms.registry import Registry
from barograph.config.detector import QuerySpec
from barograph.domain import Frame
from barograph.engine.previews import PreviewHandler
from barograph.engine.rehearsal import Rehearsal
from barograph.errors import NotEnoughData, ValidationFailed
from barograph.storage.jobs import Job, JobState
from barograph.training.fitting import InlineFitter
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame

POINTS = 3_000
SPIKES = {2_000: 30.0, 2_600: 30.0}
FRAME = noisy_frame(POINTS, SPIKES)


class NobodyWaits:
    """Progress that is noted and never cancelled."""

    def __init__(self) -> None:
        self.cancelled = Flag()
        self.shares: list[float] = []

    def __call__(self, share: float) -> None:
        self.shares.append(share)


def time_of(position: int) -> int:
    return int(FRAME.timestamps[position])


@pytest.fixture
def rehearsal() -> Rehearsal:
    registry = Registry.installed()
    return Rehearsal(ArrayWindows(FRAME), InlineFitter(registry), registry)


def test_a_rehearsal_trains_as_often_as_life_does(rehearsal: Rehearsal) -> None:
    spec = make_spec(schedule={"train_every": "6h", "history": "1d"})
    shares: list[float] = []
    performance = rehearsal.run(spec, time_of(1_500), time_of(2_999), shares.append)
    assert performance.trainings == 5
    assert [episode.started_ms for episode in performance.episodes] == [time_of(2_000), time_of(2_600)]
    assert performance.series_count == 2
    assert performance.reasons["strange_points"] == 2
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0)


def test_a_rehearsal_of_a_young_series_trains_as_its_history_grows() -> None:
    """It trains at 150, 225, 337, 505, 757, 1117, 1477 points: half more each time, six hours at most."""
    values = FRAME.values.copy()
    values[:, :1_400] = np.nan
    registry = Registry.installed()
    rehearsal = Rehearsal(ArrayWindows(FRAME.with_values(values)), InlineFitter(registry), registry)
    spec = make_spec(schedule={"train_every": "6h", "history": "1d"})
    assert rehearsal.run(spec, time_of(1_550), time_of(2_999)).trainings == 7


def test_what_is_strange_in_the_first_point_is_seen(rehearsal: Rehearsal) -> None:
    spec = make_spec(schedule={"train_every": "6h", "history": "1d"})
    performance = rehearsal.run(spec, time_of(2_000), time_of(2_010))
    assert [episode.started_ms for episode in performance.episodes] == [time_of(2_000)]


def test_a_preview_is_the_same_as_a_job(rehearsal: Rehearsal) -> None:
    spec = make_spec(schedule={"train_every": "6h", "history": "1d"})
    request = {"detector": spec.model_dump(mode="json"), "start_ms": time_of(1_500), "end_ms": time_of(2_999)}
    job = Job("default", "1", "preview", JobState.RUNNING, "ada", 0, 0, request=request)
    progress = NobodyWaits()
    answer = PreviewHandler(rehearsal)(job, progress)
    assert answer["episodes_total"] == 2
    assert [episode["started_ms"] for episode in answer["episodes"]] == [time_of(2_600), time_of(2_000)]
    assert answer["quality"]["alerts"] == 2
    assert "Latency" in answer["episodes"][0]["sentence"] or "latency" in answer["episodes"][0]["sentence"]
    assert progress.shares


def test_a_preview_is_compared_with_what_is_known(rehearsal: Rehearsal) -> None:
    spec = make_spec(schedule={"train_every": "6h", "history": "1d"})
    known = [
        {"start_ms": time_of(2_000), "end_ms": time_of(2_005), "name": "seen"},
        {"start_ms": time_of(2_300), "end_ms": time_of(2_305), "name": "unseen"},
    ]
    request = {"detector": spec.model_dump(mode="json"), "start_ms": time_of(1_500), "end_ms": time_of(2_999)}
    job = Job("default", "1", "preview", JobState.RUNNING, "ada", 0, 0, request=request | {"known": known})
    quality = PreviewHandler(rehearsal)(job, NobodyWaits())["quality"]
    assert (quality["precision"], quality["recall"]) == (0.5, 0.5)
    assert quality["missed"][0]["name"] == "unseen"


@pytest.mark.parametrize(
    ("transforms", "shown"), [([], ["source"]), ([{"op": "clip", "lower": 0}], ["source", "clip"])]
)
def test_a_preview_shows_the_values_and_what_transforms_make_of_them(
    rehearsal: Rehearsal, transforms: list[dict[str, object]], shown: list[str]
) -> None:
    query = {"expression": "x", "step": "1m", "transform": transforms}
    spec = make_spec(query=query, schedule={"train_every": "6h", "history": "1d"})
    request = {"detector": spec.model_dump(mode="json"), "start_ms": time_of(1_500), "end_ms": time_of(2_999)}
    job = Job("default", "1", "preview", JobState.RUNNING, "ada", 0, 0, request=request)
    asked: list[tuple[int, int]] = []

    def trace(tenant: str, query: QuerySpec, end_ms: int, points: int) -> list[tuple[str, Frame]]:
        asked.append((end_ms, points))
        return [(name, FRAME.tail(points)) for name in ("source", *(one.op for one in query.transform))]

    answer = PreviewHandler(rehearsal, trace)(job, NobodyWaits())
    assert asked == [(time_of(2_999), 120)]
    assert [step["op"] for step in answer["transform"]] == shown
    assert answer["transform"][-1]["series"] == 2


def test_a_preview_tells_which_features_made_a_moment_strange(rehearsal: Rehearsal) -> None:
    forest = {"name": "isolation_forest", "parameters": {"features": ["value", "std:300"], "trees": 20}}
    spec = make_spec(schedule={"history": "1d"}, algorithm=forest)
    request = {"detector": spec.model_dump(mode="json"), "start_ms": time_of(1_500), "end_ms": time_of(2_200)}
    job = Job("default", "1", "preview", JobState.RUNNING, "ada", 0, 0, request=request)
    episodes = PreviewHandler(rehearsal)(job, NobodyWaits())["episodes"]
    (explanation,) = [one["explanation"] for one in episodes if one["started_ms"] == time_of(2_000)]
    assert list(explanation["features"]) == ["value", "std:300"]


def test_a_rehearsal_without_history_says_what_to_do(rehearsal: Rehearsal) -> None:
    with pytest.raises(NotEnoughData, match="Start later"):
        rehearsal.run(make_spec(), time_of(5), time_of(500))


@pytest.mark.parametrize("last", [1_500, 1_400])
def test_a_range_without_points_is_refused(rehearsal: Rehearsal, last: int) -> None:
    with pytest.raises(ValidationFailed, match="points"):
        rehearsal.run(make_spec(), time_of(1_500), time_of(last))


def test_a_preview_of_a_wrong_detector_is_refused(rehearsal: Rehearsal) -> None:
    request = {"detector": {"name": "x"}, "start_ms": 0, "end_ms": 1}
    job = Job("default", "1", "preview", JobState.RUNNING, "ada", 0, 0, request=request)
    with pytest.raises(ValidationFailed, match="not valid"):
        PreviewHandler(rehearsal)(job, NobodyWaits())
