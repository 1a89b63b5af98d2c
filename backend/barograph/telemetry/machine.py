"""On what the program runs, and which build of it."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

__all__ = ["describe_machine", "read_commit"]


def describe_machine() -> str:
    """Say on what the figures were measured."""
    model = platform.processor() or platform.machine()
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.exists():
        names = [
            line.split(":", 1)[1].strip()
            for line in cpuinfo.read_text().splitlines()
            if line.startswith("model name")
        ]
        model = names[0] if names else model
    runtime = f"Python {platform.python_version()}, {platform.system()} {platform.release()}"
    return f"{os.cpu_count()} x {model}, {runtime}"


def read_commit() -> str:
    """Return the commit of the checkout the code runs from, ``unknown`` outside one."""
    git = shutil.which("git")
    if git is None:
        return "unknown"
    try:
        answer = subprocess.run(
            [git, "rev-parse", "--short", "HEAD"],
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return answer.stdout.strip()
