"""The examination behind `barograph doctor`: each check gives a verdict, a sentence and a remedy."""

import os
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path

import requests

from barograph.config import Settings
from barograph.config.kinds import KINDS, SINKS
from barograph.config.provisioning import find_detector_files, read_detectors
from barograph.errors import BarographError
from barograph.runtime.checks import detector_checks
from barograph.runtime.foundation import open_database
from barograph.runtime.link_check import REMEDY, doubt_links
from barograph.runtime.sources import open_sources
from barograph.security.exposure import exposure_of
from barograph.sources.base import SourceState

__all__ = ["Finding", "Verdict", "examine"]

_LEAST_FREE_BYTES = 1_000_000_000
_MOST_SKEW_SECONDS = 5.0


class Verdict(StrEnum):
    """How bad it is."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found."""

    check: str
    verdict: Verdict
    sentence: str
    remedy: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Run every check; one that breaks is a finding itself."""
    checks: list[tuple[str, Callable[[Settings], Iterator[Finding]]]] = [
        ("python", _check_python),
        ("state folder", _check_state_dir),
        ("database", _check_database),
        ("secret key", _check_secret_key),
        ("access", _check_access),
        ("port", _check_port),
        ("provisioning", _check_provisioning),
        ("links", _check_links),
        ("sources", _check_sources),
        ("clock", _check_clock),
    ]
    findings: list[Finding] = []
    for name, check in checks:
        try:
            findings.extend(check(settings))
        except (BarographError, OSError) as error:
            findings.append(
                Finding(name, Verdict.BAD, str(error), "Mend this first; it hides other findings.")
            )
    return findings


def _check_python(_settings: Settings) -> Iterator[Finding]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    if (3, 11) <= sys.version_info < (3, 14):
        yield Finding("python", Verdict.GOOD, f"Python {version}.")
    else:
        yield Finding(
            "python", Verdict.WARNING, f"Python {version} is not tested.", "Use Python 3.11 to 3.13."
        )


def _check_state_dir(settings: Settings) -> Iterator[Finding]:
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


def _check_database(settings: Settings) -> Iterator[Finding]:
    database = open_database(settings)
    try:
        started = time.perf_counter()
        database.ping()
        latency = (time.perf_counter() - started) * 1000
        yield Finding("database", Verdict.GOOD, f"{database.display_url} answers in {latency:.1f} ms.")
        current, head = database.current_revision(), database.head_revision()
        if current == head:
            yield Finding("migrations", Verdict.GOOD, f"The schema is at revision {head}.")
        else:
            sentence = f"The schema is at {current or 'nothing'}, the program wants {head}."
            remedy = "Run `barograph db upgrade`; `barograph serve` does it by itself."
            yield Finding("migrations", Verdict.WARNING, sentence, remedy)
    finally:
        database.close()


def _check_secret_key(settings: Settings) -> Iterator[Finding]:
    """Where several machines may share a database, each would make a key of its own."""
    if settings.secret_key is not None:
        yield Finding("secret key", Verdict.GOOD, "It is set.")
    elif settings.database_url and not settings.database_url.startswith("sqlite"):
        sentence = (
            f"Each machine makes its own in {settings.state_dir}, and can't read secrets of the others."
        )
        remedy = "Set secret_key to the same text everywhere, and keep it with your backups."
        yield Finding("secret key", Verdict.WARNING, sentence, remedy)
    else:
        sentence = f"It is made in {settings.state_dir}. A backup of the database is of use only with it."
        yield Finding("secret key", Verdict.GOOD, sentence)


def _check_access(settings: Settings) -> Iterator[Finding]:
    exposure = exposure_of(settings)
    if exposure:
        remedy = "Set auth_mode to required and make API keys, or listen on 127.0.0.1: see docs/security.md."
        yield Finding("access", Verdict.WARNING, exposure, remedy)
    elif settings.auth_mode == "required":
        yield Finding("access", Verdict.GOOD, "Every request needs an identity.")
    else:
        yield Finding("access", Verdict.GOOD, "Who has an account on this machine may do everything.")


def _check_port(settings: Settings) -> Iterator[Finding]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.web_host, settings.web_port))
        except OSError as error:
            sentence = f"{settings.web_host}:{settings.web_port} can't be used: {error.strerror}."
            remedy = "If Barograph runs already, all is well; else set web_port."
            yield Finding("port", Verdict.WARNING, sentence, remedy)
        else:
            yield Finding("port", Verdict.GOOD, f"{settings.web_host}:{settings.web_port} is free.")


def _check_provisioning(settings: Settings) -> Iterator[Finding]:
    files = find_detector_files(settings.provisioning_dir)
    beside = {name: kind.read_folder(settings.provisioning_dir, os.environ) for name, kind in KINDS.items()}
    languages = {spec.name: spec.language for spec in beside["datasources"].specs}
    found = read_detectors(files, os.environ, detector_checks(read_languages=lambda: languages))
    mistakes = [*found.mistakes, *(mistake for each in beside.values() for mistake in each.mistakes)]
    if not mistakes:
        sentence = f"{len(found.specs)} detectors in {len(files)} files of {settings.provisioning_dir}."
        yield Finding("provisioning", Verdict.GOOD, sentence)
    for mistake in mistakes:
        yield Finding("provisioning", Verdict.BAD, str(mistake), "Mend the file; the set before it stays.")


def _check_links(settings: Settings) -> Iterator[Finding]:
    sinks = SINKS.read_folder(settings.provisioning_dir, os.environ).specs
    if doubt := doubt_links(settings, sinks):
        yield Finding("links", Verdict.WARNING, doubt, REMEDY)
    elif sinks:
        address = settings.grafana_external_url or settings.external_url
        yield Finding("links", Verdict.GOOD, f"Messages link to {address}.")


def _check_sources(settings: Settings) -> Iterator[Finding]:
    sources = open_sources(settings, os.environ).check()
    if not sources:
        remedy = (
            "Set BAROGRAPH_PROMETHEUS_URL, or put a file into provisioning/datasources/. What `serve` was "
            "given as --prometheus no other command knows."
        )
        yield Finding("sources", Verdict.WARNING, "No data source is configured.", remedy)
    for name, (_, health) in sources.items():
        verdict = Verdict.GOOD if health.state is SourceState.OK else Verdict.BAD
        remedy = "" if verdict is Verdict.GOOD else "Check its address, its log and the network between."
        yield Finding(f"source {name}", verdict, health.sentence, remedy)


def _check_clock(settings: Settings) -> Iterator[Finding]:
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
