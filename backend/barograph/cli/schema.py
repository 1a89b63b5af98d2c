"""`barograph schema`: the JSON Schema of detector files, for editors."""

import click

from barograph.cli._output import print_json
from barograph.config.reference import detector_schema

__all__ = ["command"]


@click.command()
@click.option("--json", "is_json", is_flag=True, help="The output is JSON in any case.")
def command(is_json: bool) -> None:
    """Print the JSON Schema of detector files.

    \b
    Example: barograph schema > detectors.schema.json
    and in a file: # yaml-language-server: $schema=./detectors.schema.json
    """
    del is_json
    print_json(detector_schema())
