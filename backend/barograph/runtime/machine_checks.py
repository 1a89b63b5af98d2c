"""Checks of what Barograph stands on: Python, folder, database, port and clock."""

import shutil
import socket
import sys
import time
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import requests

from barograph.config import Settings
from barograph.runtime.findings import Finding, Verdict
from barograph.runtime.foundation import open_database

__all__ = ["check_clock", "check_database", "check_port", "check_python", "check_state_dir"]

_LEAST_FREE_BYTES = 1_000_000_000
_MOST_SKEW_SECONDS = 5.0


def check_python(_settings: Settings) -> Iterator[Finding]:
    """Look whether this Python is one that is tested."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info < (3, 14):
        yield Finding("python", Verdict.GOOD, f"Python {version}.")
    else:
        yield Finding(
            "python", Verdict.WARNING, f"Python {version} is not tested.", "Use Python 3.11 to 3.13."
        )


def check_state_dir(settings: Settings) -> Iterator[Finding]:
    """Write into the state folder, and look how much room it has."""
    folder = Path(settings.state_dir).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".doctor"
    probe.touch()
    probe.unlink()
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE_BYTES:
        sentence = f"{folder} has {free / 1e9:.1f} GB left."
        yield Finding("state folder", Verdict.WARNING, sentence, "Free some space or set state_dir.")
    else:
        yield Finding("state folder", Verdict.GOOD, f"{folder} can be written, {free / 1e9:.0f} GB free.")


def check_database(settings: Settings) -> Iterator[Finding]:
    """Ask the database something, and look whether its schema is ours."""
    database = open_database(settings)
    try:
        started = time.perf_counter()
        database.ping()
        latency = (time.perf_counter() - started) * 1000
        yield Finding("database", Verdict.GOOD, f"{database.display_url} answers in {latency:.1f} ms.")
        current, head = database.current_revision(), database.head_revision()
        if current == head:
            yield Finding("migrations", Verdict.GOOD, f"The schema is at revision {head}.")
        elif not database.knows(current):
            sentence = f"The schema is at {current}, which this version does not know: a newer one was here."
            remedy = "Install that one again, or restore a backup of this one's."
            yield Finding("migrations", Verdict.BAD, sentence, remedy)
        else:
            sentence = f"The schema is at {current or 'nothing'}, the program wants {head}."
            remedy = "Run `barograph db upgrade`; `barograph serve` does it by itself."
            yield Finding("migrations", Verdict.WARNING, sentence, remedy)
    finally:
        database.close()


def check_port(settings: Settings) -> Iterator[Finding]:
    """Listen where the API will."""
    host = settings.web_host.strip("[]")
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, settings.web_port))
        except OSError as error:
            sentence = f"{settings.web_host}:{settings.web_port} can't be used: {error.strerror}."
            remedy = "If Barograph runs already, all is well; else set web_port."
            yield Finding("port", Verdict.WARNING, sentence, remedy)
        else:
            yield Finding("port", Verdict.GOOD, f"{settings.web_host}:{settings.web_port} is free.")


def check_clock(settings: Settings) -> Iterator[Finding]:
    """Compare our clock with the Date header of the first source."""
    url = settings.prometheus_url or settings.loki_url
    if not url:
        return
    answer = requests.head(url, timeout=5)
    if "Date" not in answer.headers:
        return
    theirs: datetime = parsedate_to_datetime(answer.headers["Date"])
    skew = abs(time.time() - theirs.timestamp())
    if skew > _MOST_SKEW_SECONDS:
        sentence = f"Our clock and that of {url} differ by {skew:.0f} s."
        yield Finding("clock", Verdict.BAD, sentence, "Synchronise both with NTP; ticks look at wrong times.")
    else:
        yield Finding("clock", Verdict.GOOD, f"Our clock agrees with that of {url}.")
