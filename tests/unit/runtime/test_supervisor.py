import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from structlog.testing import capture_logs

from barograph.errors import StorageFull
from barograph.runtime.supervisor import ChildCommand, ChildStatus, Supervisor
from tests.servers.base import wait_until

SLEEPER = "import time; time.sleep(600)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"


@contextmanager
def supervised(*programs: str, shutdown_seconds: float = 5.0) -> Iterator[list[ChildStatus]]:
    seen: list[ChildStatus] = []
    children = [ChildCommand(f"child-{i}", (sys.executable, "-c", text)) for i, text in enumerate(programs)]
    supervisor = Supervisor(children, seen.append, shutdown_seconds, dict(os.environ))
    thread = Thread(target=supervisor.run)
    thread.start()
    try:
        yield seen
    finally:
        supervisor.stop()
        thread.join(timeout=20)
        assert not thread.is_alive()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_killed_child_comes_back_and_the_cause_is_reported() -> None:
    with supervised(SLEEPER) as seen:
        wait_until(lambda: bool(seen), "the start")
        first = seen[0].pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: len(seen) >= 3, "the restart")
        assert (seen[1].pid, seen[1].last_exit) == (None, "signal SIGKILL")
        assert seen[2].restarts == 1
        assert seen[2].pid not in (None, first)


def test_a_child_that_came_back_is_reported_often_until_it_has_settled() -> None:
    with supervised(SLEEPER) as seen:
        wait_until(lambda: bool(seen), "the start")
        assert seen[0].pid is not None
        os.kill(seen[0].pid, signal.SIGKILL)
        wait_until(lambda: len(seen) >= 5, "reports that nothing has changed", 9)
        assert seen[2] == seen[3] == seen[4]


def test_a_child_that_fails_at_once_comes_back_more_and_more_slowly() -> None:
    with supervised("raise SystemExit(3)") as seen:
        wait_until(lambda: len(seen) >= 6, "three deaths")
    assert seen[1].last_exit == "exit code 3"


def test_stop_ends_every_child() -> None:
    with supervised(SLEEPER, SLEEPER) as seen:
        wait_until(lambda: len(seen) == 2, "both starts")
    assert not any(is_alive(status.pid) for status in seen if status.pid)


def test_a_child_that_ignores_the_signal_is_killed() -> None:
    with supervised(DEAF, shutdown_seconds=0.5) as seen:
        wait_until(lambda: bool(seen), "the start")
    assert not any(is_alive(status.pid) for status in seen if status.pid)


def test_a_failing_report_does_not_end_the_children() -> None:
    calls: list[ChildStatus] = []

    def report(status: ChildStatus) -> None:
        calls.append(status)
        raise RuntimeError("the database is away")

    child = ChildCommand("child", (sys.executable, "-c", "raise SystemExit(1)"))
    supervisor = Supervisor([child], report, 5.0, dict(os.environ))
    thread = Thread(target=supervisor.run)
    thread.start()
    try:
        wait_until(lambda: len(calls) >= 3, "a restart in spite of the report")
    finally:
        supervisor.stop()
        thread.join(timeout=20)


def test_a_status_that_can_not_be_stored_is_said_once_until_it_can() -> None:
    failures: list[Exception] = [StorageFull(), StorageFull()]
    told: list[ChildStatus] = []

    def report(status: ChildStatus) -> None:
        told.append(status)
        if failures:
            raise failures.pop()

    children = [ChildCommand("child", (sys.executable, "-c", "import sys; sys.exit(1)"))]
    supervisor = Supervisor(children, report, 5.0, dict(os.environ))
    with capture_logs() as lines:
        thread = Thread(target=supervisor.run)
        thread.start()
        wait_until(lambda: len(told) >= 3, "three reports")
        supervisor.stop()
        thread.join(timeout=20)
    about = [line for line in lines if "state of a child" in line["event"]]
    assert [line["event"] for line in about] == [
        "the state of a child can't be reported",
        "the state of a child is reported again",
    ]
    assert (about[0]["code"], "exc_info" in about[0]) == ("storage_full", False)
