import threading

from barograph.config.datasource import DataSourceSpec
from barograph.errors import SourceUnavailable
from barograph.sources.base import SourceHealth, SourceState
from barograph.sources.directory import SourceDirectory, SourceKey
from barograph.sources.fakes import FunctionSource
from barograph.sources.health_watch import HealthWatch

KEY = ("default", "main")
SPEC = DataSourceSpec.model_validate({"name": "main", "type": "prometheus", "urls": ["http://a"]})


class HangingSource(FunctionSource):
    """Answers about its health only when it is let."""

    def __init__(self) -> None:
        super().__init__({})
        self.may_answer = threading.Event()

    def check(self) -> SourceHealth:
        self.may_answer.wait(10)
        return super().check()


def make(source: FunctionSource) -> tuple[HealthWatch, list[tuple[SourceKey, SourceState]], list[float]]:
    directory = SourceDirectory(lambda _spec: source)
    directory.replace({KEY: SPEC})
    told: list[tuple[SourceKey, SourceState]] = []
    clock = [0.0]
    watch = HealthWatch(
        directory, lambda key, health: told.append((key, health.state)), clock=lambda: clock[0]
    )
    return watch, told, clock


def test_only_a_change_of_state_is_told() -> None:
    source = FunctionSource({})
    watch, told, clock = make(source)
    for failure in (None, SourceUnavailable(), SourceUnavailable(), None):
        source.failure = failure
        watch.look()
        watch.wait()
        clock[0] += 10
    assert told == [(KEY, SourceState.DOWN), (KEY, SourceState.OK)]
    assert watch.last[KEY].state is SourceState.OK


def test_a_source_is_not_asked_too_often() -> None:
    source = FunctionSource({})
    watch, told, clock = make(source)
    watch.look()
    watch.wait()
    source.failure = SourceUnavailable()
    clock[0] = 9.0
    watch.look()
    watch.wait()
    assert told == []


def test_a_source_that_hangs_delays_nobody_and_is_asked_once() -> None:
    source = HangingSource()
    watch, _, clock = make(source)
    for _ in range(5):
        watch.look()
        clock[0] += 60
    assert watch.last == {}
    assert sum(thread.name == "source-health" for thread in threading.enumerate()) == 1
    source.may_answer.set()
    watch.wait()
    assert watch.last[KEY].state is SourceState.OK


def test_a_source_that_was_removed_is_forgotten() -> None:
    directory = SourceDirectory(lambda _spec: FunctionSource({}))
    directory.replace({KEY: SPEC})
    watch = HealthWatch(directory, lambda _key, _health: None)
    watch.look()
    watch.wait()
    directory.replace({})
    watch.look()
    assert watch.last == {}
