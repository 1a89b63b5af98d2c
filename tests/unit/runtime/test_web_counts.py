"""The folder of the web workers' counts needs no room on the disk, and nothing of it stays behind."""

import os
import subprocess
import sys
from pathlib import Path

from barograph.runtime.web_counts import counts_folder


def test_the_folder_is_in_memory_and_gone_at_the_end(tmp_path: Path) -> None:
    memory, state_dir = tmp_path / "memory", tmp_path / "state"
    memory.mkdir()
    with counts_folder(state_dir, memory) as folder, counts_folder(state_dir, memory) as other:
        assert folder.parent == other.parent == memory
        assert folder != other, "two Barographs on one machine do not share it"
        (folder / "counter_7.db").touch()
    assert list(memory.iterdir()) == []
    assert not state_dir.exists()


def test_what_those_left_who_were_cut_off_is_removed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left, runs, foreign = f"barograph-{dead.pid}-abc", f"barograph-{os.getppid()}-abc", "barograph-notes"
    for name in (left, runs, foreign):
        (tmp_path / name).mkdir()
        (tmp_path / name / "counter_7.db").touch()
    with counts_folder(tmp_path / "state", tmp_path) as folder:
        assert {each.name for each in tmp_path.iterdir()} == {runs, foreign, folder.name}


def test_without_such_memory_the_folder_of_the_state_is_emptied(tmp_path: Path) -> None:
    old = tmp_path / "web_counts" / "counter_7.db"
    old.parent.mkdir()
    old.touch()
    with counts_folder(tmp_path, tmp_path / "nowhere") as folder:
        assert folder == tmp_path / "web_counts"
        assert list(folder.iterdir()) == []
