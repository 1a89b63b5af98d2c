"""Where the web workers note their counts, so that each can show those of all."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from barograph.runtime.parenthood import is_running

__all__ = ["MEMORY", "counts_folder"]

MEMORY = Path("/dev") / "shm"
"""Where Linux keeps files in memory."""

_OURS = re.compile(r"barograph-(\d+)-\w+")


@contextmanager
def counts_folder(state_dir: Path, memory: Path = MEMORY) -> Iterator[Path]:
    """Give an empty folder that lasts as long as the supervisor.

    It is in memory where that can be: the files are mapped, and on a full disk the kernel kills whoever
    writes to a page of such a file that has no room yet, so that nobody could ask what is wrong.
    """
    if memory.is_dir() and os.access(memory, os.W_OK | os.X_OK):
        _remove_left_behind(memory)
        folder = Path(mkdtemp(prefix=f"barograph-{os.getpid()}-", dir=memory))
    else:
        folder = state_dir.absolute() / "web_counts"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_left_behind(memory: Path) -> None:
    """Remove what supervisors of this user left that were cut off."""
    for folder in memory.iterdir():
        name = _OURS.fullmatch(folder.name)
        if name and folder.lstat().st_uid == os.getuid() and not is_running(int(name[1])):
            shutil.rmtree(folder, ignore_errors=True)
