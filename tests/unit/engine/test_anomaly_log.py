from io import StringIO
from threading import Event as Flag

import pytest
from rich.console import Console
from structlog.testing import capture_logs

from barograph.algorithms.registry import Registry
from barograph.cli._watching import LiveTable
from barograph.client.live import LiveEvent
from barograph.engine.anomaly_log import AnomalyLog
from barograph.engine.runner import TickRunner
from barograph.engine.tick import Ticker
from barograph.sinks.alerts import AlertMaker
from barograph.sinks.links import Links
from barograph.storage import Stores
from barograph.storage.anomaly_rows import to_json
from barograph.training.fitting import InlineFitter
from barograph.training.trainer import Trainer, Training
from barograph.training.versions import ModelVersions
from tests.unit.engine.conftest import ArrayWindows, make_spec, noisy_frame

TRAINED = 1_500


class Desk:
    """The engine with its log, over arrays."""

    def __init__(self, stores: Stores, series: int = 2, broken: int = 1) -> None:
        registry, self.stores = Registry.installed(), stores
        frame = noisy_frame(TRAINED + 60, {}, series)
        values = frame.values.copy()
        values[:broken, TRAINED + 5 : TRAINED + 7] += 30
        self.windows = ArrayWindows(frame.with_values(values))
        self.detector = stores.detectors.create("default", make_spec(), 0)
        models = ModelVersions(stores.models, registry)
        trainer = Trainer(
            self.windows, InlineFitter(registry), registry, stores.models, stores.anomalies, lambda _: None
        )
        trainer.train(
            self.detector, Training("test", "first"), self.time_of(TRAINED - 1), lambda _: None, Flag()
        )
        self._ticker = Ticker(
            self.windows, models, registry, stores.anomalies, stores.cursors, lambda _: None
        )

    def time_of(self, position: int) -> int:
        return int(self.windows.frame.timestamps[position])

    def tick(self, position: int) -> list[str]:
        """Tick and return what the log says of anomalies, as event and sentence."""
        now = (self.time_of(position) + 1) / 1000
        runner = TickRunner(self._ticker, self.stores.detectors, [AnomalyLog()], lambda: now)
        with capture_logs() as lines:
            runner.run(self.detector)
        told = [line for line in lines if "anomal" in line["event"]]
        return [
            f"{line['log_level']} {line['event']}: {line.get('sentence', line.get('more'))}" for line in told
        ]


@pytest.fixture
def desk(stores: Stores) -> Desk:
    return Desk(stores)


def test_the_log_tells_each_change_once(desk: Desk) -> None:
    desk.tick(TRAINED)
    (opened, *_) = desk.tick(TRAINED + 6)
    assert opened.startswith("warning anomaly opened: latency (pod=0) is ")
    assert desk.tick(TRAINED + 6) == []
    assert any("info anomaly is over: " in line for line in desk.tick(TRAINED + 50))


def test_the_same_sentence_goes_to_the_log_the_api_alertmanager_and_the_terminal(desk: Desk) -> None:
    desk.tick(TRAINED)
    told = desk.tick(TRAINED + 6)[-1].partition(": ")[2]
    (anomaly,) = desk.stores.anomalies.page("default").items
    event = desk.stores.events.after("default", 0)[-1]
    screen, table = Console(record=True, width=400, file=StringIO()), LiveTable()
    table.show(LiveEvent(event.id, event.type, "anomalies", 0, "latency", event.payload))
    screen.print(table.render())
    body = to_json(anomaly)
    alert = AlertMaker(Links("http://here"), {}).of_anomaly(anomaly, desk.detector.spec)
    assert body["evidence"]["sentence"] == told
    assert alert.annotations["description"] == told
    assert told in screen.export_text()


def test_of_a_storm_the_log_tells_the_first_and_the_number(stores: Stores) -> None:
    desk = Desk(stores, series=60, broken=50)
    desk.tick(TRAINED)
    lines = desk.tick(TRAINED + 5)
    assert len(lines) == 21
    assert lines[-1] == "warning more anomalies changed: 30"
