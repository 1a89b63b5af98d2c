import os
import socket
from pathlib import Path

import pytest

from barograph.demo.processes import DemoProcesses, pick_port
from barograph.errors import InternalError
from tests.servers.base import wait_until


def test_a_taken_port_is_replaced_by_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert pick_port(port) not in (0, port)
    assert pick_port(port) == port


def test_a_process_that_dies_is_named_with_its_last_words(tmp_path: Path) -> None:
    processes = DemoProcesses(tmp_path)
    processes.start("broken", "barograph.demo.no_such_module")

    def has_died() -> bool:
        try:
            processes.check()
        except InternalError as error:
            return "broken" in error.message and "no_such_module" in error.message
        return False

    wait_until(has_died, "the death of the process")
    processes.stop()


def test_settings_of_the_terminal_do_not_reach_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tell.py").write_text("import os\nprint(sorted(k for k in os.environ if 'BAROGRAPH' in k))")
    monkeypatch.setenv("BAROGRAPH_WEB_PORT", "1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    processes = DemoProcesses(tmp_path)
    processes.start("tell", "tell", {"BAROGRAPH_LOG_LEVEL": "debug"})
    wait_until(lambda: "]" in processes.log_of("tell").read_text(), "the answer")
    processes.stop()
    assert processes.log_of("tell").read_text().strip() == "['BAROGRAPH_LOG_LEVEL']"
    assert os.environ["BAROGRAPH_WEB_PORT"] == "1"
