"""`barograph validate FILE...`: check detector files before they are shipped."""

import os
from pathlib import Path

import click

from barograph.cli._output import json_option, print_json
from barograph.config.provisioning import read_detectors
from barograph.runtime.checks import detector_checks

__all__ = ["command"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(files: tuple[Path, ...], is_json: bool) -> int:
    """Check detector files as one set; exits with 1 where anything is wrong.

    Example: barograph validate provisioning/detectors/*.yaml
    """
    found = read_detectors(files, os.environ, detector_checks())
    if is_json:
        mistakes = [
            {"file": m.file, "line": m.line, "column": m.column, "where": m.where, "message": m.message}
            for m in found.mistakes
        ]
        print_json({"valid": found.is_valid, "detectors": len(found.specs), "mistakes": mistakes})
    elif found.is_valid:
        click.secho(f"{len(found.specs)} detectors in {len(files)} files are valid.", fg="green")
    else:
        for mistake in found.mistakes:
            click.echo(str(mistake))
    return 0 if found.is_valid else 1
