import os
import socket
import subprocess
import sys
import time
from pathlib import Path

from barograph.config import load_settings
from barograph.runtime.serve import ChildReporter, environment_of
from barograph.runtime.supervisor import ChildStatus
from barograph.storage import ProcessBeat, Stores


def test_children_find_the_same_settings_wherever_they_came_from(tmp_path: Path) -> None:
    file = tmp_path / "settings.yaml"
    file.write_text("web_workers: 3\nsecret_key: hush\n")
    environment = {"BAROGRAPH_CONFIG": str(file), "BAROGRAPH_LOG_LEVEL": "debug", "PATH": "/bin"}
    settings = load_settings(environment, {"web_port": 9000, "state_dir": tmp_path}).settings
    child = environment_of(settings, environment)
    assert child["PATH"] == "/bin"
    assert "BAROGRAPH_CONFIG" not in child
    assert load_settings(child).settings == settings


def test_a_dead_engine_is_forgotten_once_the_next_one_beats(stores: Stores) -> None:
    report, host = ChildReporter(stores.processes), socket.gethostname()

    def engines() -> list[int]:
        return [beat.pid for beat in stores.processes.all() if beat.kind == "engine"]

    report(ChildStatus("engine", 7, 0, ""))
    stores.processes.beat(ProcessBeat("a", "engine", host, 7, "running", "Ticks.", 0, 1))
    report(ChildStatus("engine", None, 0, "signal SIGKILL"))
    report(ChildStatus("engine", 8, 1, "signal SIGKILL"))
    report(ChildStatus("engine", 8, 1, "signal SIGKILL"))
    assert engines() == [7], "until the next one beats somebody seems to work"
    stores.processes.beat(ProcessBeat("b", "engine", host, 8, "running", "Ticks.", 0, 1))
    report(ChildStatus("engine", 8, 1, "signal SIGKILL"))
    assert engines() == [8]
    report.stop()
    assert stores.processes.all() == ()


def test_engines_left_behind_by_a_supervisor_that_was_cut_off_are_forgotten(stores: Stores) -> None:
    report, host, now_ms = ChildReporter(stores.processes), socket.gethostname(), int(time.time() * 1000)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()

    def beat(name: str, pid: int, at_ms: int, where: str = host) -> None:
        stores.processes.beat(ProcessBeat(name, "engine", where, pid, "running", "Ticks.", 0, at_ms))

    def engines() -> set[str]:
        return {one.id for one in stores.processes.all() if one.kind == "engine"}

    beat("left behind", dead.pid, 1)
    beat("had our number in a container before", os.getpid(), 1)
    beat("hangs", os.getppid(), 1)
    beat("on another machine", dead.pid, 1, "there")
    beat("has just begun", dead.pid, now_ms)
    before = engines()
    report(ChildStatus("engine", os.getpid(), 0, ""))
    report(ChildStatus("engine", os.getpid(), 0, ""))
    assert engines() == before, "nobody works yet"
    beat("ours", os.getpid(), now_ms)
    report(ChildStatus("engine", os.getpid(), 0, ""))
    assert engines() == {"hangs", "on another machine", "has just begun", "ours"}
