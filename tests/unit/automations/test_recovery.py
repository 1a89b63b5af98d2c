"""A run belongs to one worker, as long as that one lives."""

import threading
from typing import Any

import pytest

from barograph.automations.base import Occasion
from barograph.automations.desk import AutomationDesk
from barograph.automations.recovery import LEASE_MS, Recovery
from barograph.automations.worker import AutomationWorkers
from barograph.config.automation import AutomationSpec
from barograph.storage import RunState, Stores
from tests.unit.storage.making import make_anomaly, opened

LEASE = LEASE_MS / 1000


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 2.0

    def __call__(self) -> float:
        return self.now


class Slow:
    """An action that is under way until a test lets it end."""

    def __init__(self) -> None:
        self.times = 0
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self, action: Any, occasion: Occasion) -> str:
        self.times += 1
        self.begun.set()
        assert self.may_end.wait(30)
        return "told"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def act() -> Slow:
    return Slow()


def worker(stores: Stores, act: Slow, name: str, clock: Clock) -> AutomationWorkers:
    """Make the worker of one engine; all of them see the same time pass."""
    return AutomationWorkers(stores, {"webhook": act}, name, 1, clock, Recovery(stores, clock))


def approve(stores: Stores, *names: str, episodes: int = 1, **more: Any) -> None:
    """Let rules want to act, each as often as there are episodes."""
    for name in names:
        rule = {"when": {"events": ["anomaly_detected"]}, "then": [{"type": "webhook", "url": "http://x.y"}]}
        stores.automations.create("default", AutomationSpec.model_validate({"name": name, **rule, **more}), 1)
    for number in range(episodes):
        stores.anomalies.record([opened(make_anomaly(1000 + number))], now_ms=2000)
    AutomationDesk(stores, lambda events: None).look(2000)


def runs(stores: Stores) -> list[tuple[str, str, str]]:
    return [
        (run.automation, run.state.value, run.reason) for run in stores.automation_runs.page("default").items
    ]


@pytest.mark.parametrize(("choice", "ends", "times"), [("fail", "failed", 0), ("retry", "done", 1)])
def test_a_run_that_was_cut_off_ends_as_its_automation_says(
    stores: Stores, act: Slow, clock: Clock, choice: str, ends: str, times: int
) -> None:
    approve(stores, "tell", after_crash=choice)
    act.may_end.set()
    assert stores.automation_runs.claim("dead", 2000, 2000 + LEASE_MS) is not None
    other = worker(stores, act, "other", clock)
    other.keep()
    assert not other.run_one(), "nobody knows yet that the first one is dead"
    clock.now += LEASE
    other.keep()
    other.run_one()
    assert [state for _, state, _ in runs(stores)] == [ends]
    assert act.times == times
    audited = [entry.detail["state"] for entry in stores.audit.page("default").items]
    assert audited == [ends]


@pytest.mark.parametrize("choice", ["fail", "retry"])
def test_a_second_engine_leaves_alone_what_a_living_one_does(
    stores: Stores, act: Slow, clock: Clock, choice: str
) -> None:
    approve(stores, "tell", after_crash=choice)
    first, second = worker(stores, act, "one", clock), worker(stores, act, "two", clock)
    thread = threading.Thread(target=first.run_one)
    thread.start()
    assert act.begun.wait(30)
    for _ in range(8):
        clock.now += LEASE / 2
        first.keep()
        second.keep()
        assert not second.run_one()
    act.may_end.set()
    thread.join()
    assert (act.times, runs(stores)) == (1, [("tell", "done", "acts")])


def test_a_clock_that_is_ahead_takes_nothing_away(stores: Stores, act: Slow, clock: Clock) -> None:
    approve(stores, "tell", after_crash="retry")
    assert stores.automation_runs.claim("one", 2000, 2000 + LEASE_MS) is not None
    wrong = AutomationWorkers(stores, {"webhook": act}, "two", 1, lambda: 9e9, Recovery(stores, clock))
    wrong.keep()
    assert not wrong.run_one()
    assert runs(stores) == [("tell", "running", "acts")]


def test_who_lost_its_run_stops_and_writes_nothing(stores: Stores, act: Slow, clock: Clock) -> None:
    approve(stores, "tell", then=[{"type": "webhook", "url": "http://x.y"}] * 2)
    first, second = worker(stores, act, "one", clock), worker(stores, act, "two", clock)
    thread = threading.Thread(target=first.run_one)
    thread.start()
    assert act.begun.wait(30)
    second.keep()
    clock.now += LEASE
    second.keep()
    act.may_end.set()
    thread.join()
    assert (act.times, runs(stores)) == (1, [("tell", "failed", "cut_off")])
    (run,) = stores.automation_runs.page("default").items
    assert [one["outcome"] for one in run.actions] == ["unknown"]
    assert len(stores.audit.page("default").items) == 1


def test_one_run_of_an_automation_is_under_way_wherever_it_is(
    stores: Stores, act: Slow, clock: Clock
) -> None:
    approve(stores, "busy", "idle", episodes=2)
    act.may_end.set()
    taken = stores.automation_runs.claim("elsewhere", 2000, 2000 + LEASE_MS)
    assert taken is not None
    here = worker(stores, act, "here", clock)
    while here.run_one():
        pass
    others = {name for name in ("busy", "idle") if name != taken.automation}
    done = [name for name, state, _ in runs(stores) if state == RunState.DONE.value]
    assert done == 2 * sorted(others)


def test_what_could_not_be_read_for_a_while_is_watched_anew(
    stores: Stores, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(stores, "tell")
    assert stores.automation_runs.claim("one", 2000, 2000 + LEASE_MS) is not None
    recovery = Recovery(stores, clock)
    assert recovery.look(2000) == 0
    with monkeypatch.context() as outage:
        outage.setattr(type(stores.automation_runs), "running", _unreachable)
        with pytest.raises(ConnectionError):
            recovery.look(2000)
    clock.now += LEASE
    assert recovery.look(2000) == 0
    clock.now += LEASE
    assert recovery.look(2000) == 1


def _unreachable(_: object) -> None:
    raise ConnectionError("The database is away.")
