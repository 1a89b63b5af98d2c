"""`barograph db`: the schema of the database."""

import click

from barograph.cli._output import json_option, print_json
from barograph.cli._settings import load
from barograph.runtime.foundation import open_database

__all__ = ["command"]


@click.group()
def command() -> None:
    """Look after the schema of the database. `barograph serve` upgrades it by itself."""


@command.command()
@json_option
@click.pass_context
def upgrade(context: click.Context, is_json: bool) -> None:
    """Bring the schema to the newest revision; what is there is kept.

    Example: barograph db upgrade
    """
    database = open_database(load(context))
    before = database.current_revision()
    database.upgrade()
    after = database.current_revision()
    if is_json:
        print_json({"database": database.display_url, "before": before, "after": after})
    else:
        what = "is at" if before == after else f"went from {before or 'nothing'} to"
        click.echo(f"{database.display_url} {what} revision {after}.")
    database.close()
