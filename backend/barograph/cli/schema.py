"""`barograph schema`: the JSON Schema of files, for editors."""

import click

from barograph.cli._output import print_json
from barograph.config.reference import SCHEMAS, schema_of

__all__ = ["command"]


@click.command()
@click.argument("kind", type=click.Choice(SCHEMAS), default="detectors")
@click.option("--json", "is_json", is_flag=True, help="The output is JSON in any case.")
def command(kind: str, is_json: bool) -> None:
    """Print the JSON Schema of files of one kind.

    \b
    Example: barograph schema > detectors.schema.json
    and in a file: # yaml-language-server: $schema=./detectors.schema.json
    """
    del is_json
    print_json(schema_of(kind))
