"""`barograph validate FILE...`: check files before they are shipped."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from barograph.cli._output import json_option, print_json
from barograph.config.documents import Mistake
from barograph.config.kinds import KINDS
from barograph.config.named_files import subject_of
from barograph.config.provisioning import read_detectors
from barograph.runtime.checks import detector_checks, languages_beside

__all__ = ["command"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(files: tuple[Path, ...], is_json: bool) -> int:
    """Check files of detectors and of everything beside them as one set; exits with 1 if anything is wrong.

    Example: barograph validate provisioning/*/*.yaml
    """
    subjects = [(file, subject_of(file, KINDS)) for file in files]
    sets = {
        name: kind.read([file for file, subject in subjects if subject == name], os.environ)
        for name, kind in KINDS.items()
    }
    detector_files = [file for file, subject in subjects if subject is None]
    known = {spec.name: spec.language for spec in sets["datasources"].specs}
    languages = languages_beside(detector_files) | known
    found = read_detectors(detector_files, os.environ, detector_checks(read_languages=lambda: languages))
    mistakes = [*(one for each in sets.values() for one in each.mistakes), *found.mistakes]
    counts = {"detectors": len(found.specs)} | {kind: len(each.specs) for kind, each in sets.items()}
    _answer(mistakes, counts, len(files), is_json=is_json)
    return 1 if mistakes else 0


def _answer(mistakes: Sequence[Mistake], counts: Mapping[str, int], files: int, *, is_json: bool) -> None:
    if is_json:
        print_json({"valid": not mistakes, **counts, "mistakes": [_to_json(one) for one in mistakes]})
    elif mistakes:
        for mistake in mistakes:
            click.echo(str(mistake))
    else:
        click.secho(_say(counts, files), fg="green")


def _to_json(mistake: Mistake) -> dict[str, object]:
    names = ("file", "line", "column", "where", "message")
    return {name: getattr(mistake, name) for name in names}


def _say(counts: Mapping[str, int], files: int) -> str:
    words = {"datasources": "data sources"}
    named = [f"{count} {words.get(kind, kind)}" for kind, count in counts.items() if count]
    return f"{' and '.join(named) or 'Nothing'} in {files} files are valid."
