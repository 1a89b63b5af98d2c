"""The name of a process, by which it beats and holds leases."""

import os
import socket
from secrets import token_hex

__all__ = ["unique_name"]

_LONGEST_HOST = 60


def unique_name() -> str:
    """Return a name that no process has or had; in containers host and process number come again."""
    return f"{socket.gethostname()[:_LONGEST_HOST]}/{os.getpid()}/{token_hex(4)}"
