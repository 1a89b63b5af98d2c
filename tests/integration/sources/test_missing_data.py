"""A real target goes away and comes back, and series vanish: what is said of it, and what is done."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests

from barograph.algorithms.registry import Registry
from barograph.config.datasource import DataSourceSpec
from barograph.config.detector import DetectorSpec
from barograph.domain import AnomalyChange, AnomalyState, Labels
from barograph.engine.tick import Ticker
from barograph.sources.directory import SourceDirectory
from barograph.sources.queries import QueryReader
from barograph.sources.registry import SourceRegistry
from barograph.sources.scrapes import ScrapeReader
from barograph.sources.targets import Targets
from barograph.sources.verdicts import DataHealth, HealthRules, judge_health
from barograph.storage import Database, Stores
from barograph.training.versions import ModelVersions
from tests.servers.base import wait_until
from tests.servers.prometheus import prometheus_running
from tests.servers.target import ScrapeTarget, scrape_target

STEP = 1_000
POINTS = 12


@dataclass
class Recording:
    """A Prometheus that recorded what happened, and when each phase began."""

    url: str
    target: ScrapeTarget
    begins: dict[str, int] = field(default_factory=dict)

    def begin(self, phase: str) -> None:
        self.begins[phase] = (int(time.time() * 1000) // STEP + 1) * STEP

    def let_pass(self, seconds: float) -> None:
        until = time.time() + seconds
        wait_until(lambda: self._scraped_at() >= until, f"scrapes of {seconds:g} s")

    def reader(self) -> tuple[QueryReader, ScrapeReader]:
        directory = SourceDirectory(SourceRegistry.installed().build)
        spec = DataSourceSpec(name="prometheus", type="prometheus", urls=(self.url,))
        directory.replace({("default", "prometheus"): spec})
        return QueryReader(directory), ScrapeReader(directory)

    def moments(self, phase: str, then: str) -> range:
        return range(self.begins[phase], self.begins[then], STEP)

    def _scraped_at(self) -> float:
        query = {"query": "timestamp(up)"}
        found = requests.get(f"{self.url}/api/v1/query", params=query, timeout=5).json()["data"]["result"]
        return float(found[0]["value"][1]) if found else 0.0


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recording]:
    series = {'level{part="a"}': 100.0, 'level{part="b"}': 100.0, 'level{part="zero"}': 0.0}
    folder: Path = tmp_path_factory.mktemp("prometheus")
    with (
        scrape_target(series) as target,
        prometheus_running(folder, targets=[target.address], scrape_interval="500ms") as server,
    ):
        recorded = Recording(server.url, target)
        recorded.let_pass(1)
        recorded.begin("calm")
        recorded.let_pass(1)
        recorded.begin("strange")
        series['level{part="a"}'] = series['level{part="b"}'] = 900.0
        recorded.let_pass(2)
        recorded.begin("vanished")
        del series['level{part="b"}']
        recorded.let_pass(6)
        recorded.begin("down")
        target.go_down()
        recorded.let_pass(3)
        recorded.begin("back")
        target.come_up()
        recorded.let_pass(1)
        recorded.begin("calm again")
        series['level{part="a"}'] = 100.0
        recorded.let_pass(4)
        recorded.begin("end")
        yield recorded


def spec_of(**policy: object) -> DetectorSpec:
    return DetectorSpec.model_validate(
        {
            "name": "level",
            "query": {"expression": "level", "step": "1s", "offset": "0s"},
            "algorithm": {"name": "threshold", "parameters": {"upper": 500}},
            "policy": {"recover_points": 2, **policy},
        }
    )


def labels_of(recording: Recording, part: str) -> Labels:
    return Labels(__name__="level", instance=recording.target.address, job="test", part=part)


def verdicts_on(recording: Recording, part: str, phase: str, then: str) -> list[DataHealth]:
    queries, scrapes = recording.reader()
    query, labels = spec_of().query, labels_of(recording, part)
    verdicts = []
    for end_ms in recording.moments(phase, then):
        window = queries.window("default", query, end_ms, POINTS)
        up = scrapes.window("default", query, window.labels, end_ms, POINTS)
        health = judge_health(
            window, end_ms, targets=Targets(up), expected=(labels,), rules=HealthRules(gone_points=4)
        )
        verdicts.append(health[labels])
    return verdicts


def test_a_value_and_a_true_zero_are_told_apart_from_missing_data(recording: Recording) -> None:
    assert set(verdicts_on(recording, "a", "calm", "down")) == {DataHealth.OK}
    assert set(verdicts_on(recording, "zero", "calm", "down")) == {DataHealth.TRUE_ZERO}


def test_a_series_that_vanishes_is_late_then_a_gap_then_gone(recording: Recording) -> None:
    verdicts = verdicts_on(recording, "b", "vanished", "down")
    first = verdicts.index(DataHealth.LATE)
    assert first <= 1
    assert verdicts[first : first + 4] == [
        DataHealth.LATE,
        DataHealth.LATE,
        DataHealth.GAP,
        DataHealth.SERIES_GONE,
    ]
    assert set(verdicts[first + 3 :]) == {DataHealth.SERIES_GONE}


def test_what_a_target_that_is_down_does_not_say_is_no_gap(recording: Recording) -> None:
    for part in ("a", "zero"):
        verdicts = verdicts_on(recording, part, "down", "back")
        assert set(verdicts[1:]) == {DataHealth.SCRAPE_DOWN}
    assert set(verdicts_on(recording, "a", "calm again", "end")) == {DataHealth.OK}


def test_a_point_that_is_not_finished_says_nothing_yet(recording: Recording) -> None:
    queries, _ = recording.reader()
    end_ms = recording.begins["vanished"]
    window = queries.window("default", spec_of().query, end_ms, POINTS)
    assert set(judge_health(window, end_ms - 1).values()) == {DataHealth.INCOMPLETE_BUCKET}
    assert set(judge_health(window, end_ms, offset_ms=5).values()) == {DataHealth.INCOMPLETE_BUCKET}


def tick_through(recording: Recording, folder: Path, **policy: object) -> list[AnomalyChange]:
    """Run a tick for each second, as the engine would have, and return everything that it changed."""
    database = Database(f"sqlite:///{folder / 'barograph.db'}")
    database.upgrade()
    stores, registry = Stores.over(database), Registry.installed()
    queries, scrapes = recording.reader()
    detector = stores.detectors.create("default", spec_of(**policy), 0)
    ticker = Ticker(
        queries,
        ModelVersions(stores.models, registry),
        registry,
        stores.anomalies,
        stores.cursors,
        lambda events: None,
        scrapes=scrapes.window,
    )
    changes: list[AnomalyChange] = []
    for now_ms in recording.moments("calm", "end"):
        judgement = ticker.tick(detector, now_ms).judgement
        changes += judgement.outcome.changes if judgement else ()
    database.close()
    return changes


def test_missing_data_alone_opens_and_closes_nothing(recording: Recording, tmp_path: Path) -> None:
    changes = tick_through(recording, tmp_path)
    first = {change.anomaly.labels["part"]: change for change in reversed(changes)}
    last = {change.anomaly.labels["part"]: change for change in changes}
    assert set(first) == {"a", "b"}
    assert len({change.anomaly.fingerprint for change in changes}) == 2
    for part in ("a", "b"):
        assert 0 <= first[part].anomaly.started_ms - recording.begins["strange"] <= STEP
    assert last["b"].anomaly.state is AnomalyState.OPEN
    assert last["a"].anomaly.state is AnomalyState.RESOLVED
    ended_ms = last["a"].anomaly.ended_ms
    assert ended_ms is not None
    assert recording.begins["calm again"] <= ended_ms <= recording.begins["end"]


def test_a_policy_may_resolve_what_is_missing(recording: Recording, tmp_path: Path) -> None:
    changes = tick_through(recording, tmp_path, missing_data="resolve")
    ends = {
        change.anomaly.labels["part"]: change.anomaly.ended_ms
        for change in changes
        if change.anomaly.state is not AnomalyState.OPEN
    }
    assert recording.begins["vanished"] <= (ends["b"] or 0) <= recording.begins["down"]
