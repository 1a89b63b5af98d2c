"""Checks of what Barograph was told: secrets, access, files, links and sources."""

import os
from collections.abc import Iterator

from barograph.config import Settings
from barograph.config.kinds import KINDS, SINKS
from barograph.config.provisioning import find_detector_files, read_detectors
from barograph.runtime.checks import detector_checks
from barograph.runtime.findings import Finding, Verdict
from barograph.runtime.link_check import REMEDY, doubt_links
from barograph.runtime.sources import open_sources
from barograph.security.exposure import exposure_of
from barograph.sources.base import SourceState

__all__ = ["check_access", "check_links", "check_provisioning", "check_secret_key", "check_sources"]


def check_secret_key(settings: Settings) -> Iterator[Finding]:
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


def check_access(settings: Settings) -> Iterator[Finding]:
    """Look who may do everything."""
    exposure = exposure_of(settings)
    if exposure:
        remedy = "Set auth_mode to required and make API keys, or listen on 127.0.0.1: see docs/security.md."
        yield Finding("access", Verdict.WARNING, exposure, remedy)
    elif settings.auth_mode == "required":
        yield Finding("access", Verdict.GOOD, "Every request needs an identity.")
    else:
        yield Finding("access", Verdict.GOOD, "Who has an account on this machine may do everything.")


def check_provisioning(settings: Settings) -> Iterator[Finding]:
    """Read every file of the provisioning folder."""
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


def check_links(settings: Settings) -> Iterator[Finding]:
    """Look where messages lead people."""
    sinks = SINKS.read_folder(settings.provisioning_dir, os.environ).specs
    if doubt := doubt_links(settings, sinks):
        yield Finding("links", Verdict.WARNING, doubt, REMEDY)
    elif sinks:
        address = settings.grafana_external_url or settings.external_url
        yield Finding("links", Verdict.GOOD, f"Messages link to {address}.")


def check_sources(settings: Settings) -> Iterator[Finding]:
    """Ask every data source how it is."""
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
