"""A child ends with its parent, however the parent ends; and whether a process is there at all."""

import ctypes
import os
import signal
import sys

__all__ = ["end_with_parent", "is_running"]

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent_pid: int) -> None:
    """Ask Linux to send SIGTERM to this process when its parent dies; elsewhere do nothing."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent_pid:
        # The parent was gone before the wish was made.
        os.kill(os.getpid(), signal.SIGTERM)


def is_running(pid: int) -> bool:
    """Tell whether a process of this number runs on this machine, whoever owns it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
