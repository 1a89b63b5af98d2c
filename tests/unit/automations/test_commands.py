import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from barograph.automations.base import Occasion
from barograph.automations.commands import CommandAct
from barograph.automations.occurrence import Occurrence
from barograph.config.automation import CommandAction
from barograph.domain import EventType
from barograph.errors import Conflict, Forbidden, ValidationFailed

SEEN = Occurrence(7, EventType.DETECTOR_STOPPED, "default", 1, "event:7", "latency")


def occasion(seconds: float = 30) -> Occasion:
    return Occasion("tell", 1, "tell:1:0", SEEN, 1, seconds)


@pytest.fixture
def run() -> Callable[..., str]:
    act = CommandAct([sys.executable, "/nowhere/at-all"])

    def call(code: str, seconds: float = 30) -> str:
        action = CommandAction(type="command", command=sys.executable, arguments=("-c", code))
        return act(action, occasion(seconds))

    return call


def test_only_programs_of_the_list_run() -> None:
    action = CommandAction(type="command", command="/bin/echo", arguments=("hello",))
    assert CommandAct(["/bin/echo"])(action, occasion()) == "hello"
    with pytest.raises(Forbidden, match="automation_commands"):
        CommandAct([])(action, occasion())
    missing = CommandAction(type="command", command="/nowhere/at-all")
    with pytest.raises(ValidationFailed, match="No such file"):
        CommandAct(["/nowhere/at-all"])(missing, occasion())


def test_no_shell_reads_the_arguments() -> None:
    action = CommandAction(type="command", command="/bin/echo", arguments=("$HOME; id",))
    assert CommandAct(["/bin/echo"])(action, occasion()) == "$HOME; id"


def test_a_program_reads_what_happened_and_sees_no_secrets(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BAROGRAPH_SECRET_KEY", "s3cret")
    said = run("import json, os, sys; print(json.load(sys.stdin)['detector_id'], sorted(os.environ))")
    assert said.startswith("latency")
    assert "BAROGRAPH" not in said


def test_a_status_is_a_failure_and_output_is_bounded(run: Callable[..., str]) -> None:
    with pytest.raises(Conflict, match="status 3"):
        run("print('sorry'); raise SystemExit(3)")
    assert len(run("print('x' * 1_000_000)")) == 4000


def test_who_takes_too_long_is_ended_with_its_children(run: Callable[..., str]) -> None:
    child = "import subprocess; subprocess.run(['/bin/sleep', '600'])"
    with pytest.raises(Conflict, match="longer than"):
        run(child, seconds=0.5)


@pytest.fixture
def leave_child() -> Iterator[tuple[str, Callable[[str], None]]]:
    """Return code that leaves a child in a session of its own, and a check that it still lives."""
    child = "print(subprocess.Popen(['/bin/sleep', '300'], start_new_session=True).pid, flush=True)"
    pids: list[int] = []

    def check(said: str) -> None:
        pids.append(int(re.findall(r"\d+", said)[-1]))
        os.kill(pids[-1], 0)

    yield f"import subprocess, time; {child}", check
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def test_a_child_that_goes_its_own_way_holds_nobody_up(
    run: Callable[..., str], leave_child: tuple[str, Callable[[str], None]]
) -> None:
    code, check = leave_child
    check(run(code))
    with pytest.raises(Conflict, match="longer than") as late:
        run(f"{code}; time.sleep(600)", seconds=1)
    check(late.value.message)


def test_who_says_no_more_may_still_work(run: Callable[..., str]) -> None:
    quiet = "import os, time; print('bye', flush=True); os.close(1); os.close(2); "
    assert run(f"{quiet}time.sleep(0.2)") == "bye"
    with pytest.raises(Conflict, match="longer than"):
        run(f"{quiet}time.sleep(600)", seconds=1)


def test_who_does_not_listen_is_not_waited_for() -> None:
    long = replace(SEEN, labels={"pod": "x" * 1_000_000})
    action = CommandAction(type="command", command="/bin/echo", arguments=("hello",))
    assert CommandAct(["/bin/echo"])(action, replace(occasion(), seen=long)) == "hello"
