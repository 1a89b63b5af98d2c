import socket
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
