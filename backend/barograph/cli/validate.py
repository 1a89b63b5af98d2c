"""`barograph validate FILE...`: check files before they are shipped."""

import os
from pathlib import Path

import click

from barograph.cli._output import json_option, print_json
from barograph.config.automation_files import is_automation_file, read_automations
from barograph.config.datasource_files import is_datasource_file, read_datasources
from barograph.config.documents import Mistake
from barograph.config.provisioning import read_detectors
from barograph.runtime.checks import detector_checks, types_beside

__all__ = ["command"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(files: tuple[Path, ...], is_json: bool) -> int:
    """Check files of detectors, data sources and automations as one set; exits with 1 if anything is wrong.

    Example: barograph validate provisioning/detectors/*.yaml provisioning/datasources/*.yaml
    """
    automation_files = [file for file in files if is_automation_file(file)]
    source_files = [file for file in files if file not in automation_files and is_datasource_file(file)]
    detector_files = [file for file in files if file not in {*automation_files, *source_files}]
    automations = read_automations(automation_files, os.environ)
    sources = read_datasources(source_files, os.environ)
    types = types_beside(detector_files) | {spec.name: spec.type for spec in sources.specs}
    found = read_detectors(detector_files, os.environ, detector_checks(read_types=lambda: types))
    mistakes = (*sources.mistakes, *automations.mistakes, *found.mistakes)
    counts = {
        "detectors": len(found.specs),
        "datasources": len(sources.specs),
        "automations": len(automations.specs),
    }
    if is_json:
        print_json({"valid": not mistakes, **counts, "mistakes": [_to_json(one) for one in mistakes]})
    elif mistakes:
        for mistake in mistakes:
            click.echo(str(mistake))
    else:
        click.secho(_say(counts, len(files)), fg="green")
    return 1 if mistakes else 0


def _to_json(mistake: Mistake) -> dict[str, object]:
    names = ("file", "line", "column", "where", "message")
    return {name: getattr(mistake, name) for name in names}


def _say(counts: dict[str, int], files: int) -> str:
    words = {"detectors": "detectors", "datasources": "data sources", "automations": "automations"}
    named = " and ".join(f"{count} {words[kind]}" for kind, count in counts.items() if count)
    return f"{named or 'Nothing'} in {files} files are valid."
