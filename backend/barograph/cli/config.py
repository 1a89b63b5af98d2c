"""`barograph config`: the effective settings and where each came from."""

import click

from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import loaded_settings
from barograph.config.reference import settings_table

__all__ = ["command"]


@click.command()
@click.option(
    "--markdown", "is_markdown", is_flag=True, help="Print the table that stands in docs/settings.md."
)
@json_option
@click.pass_context
def command(context: click.Context, is_markdown: bool, is_json: bool) -> None:
    """Show every setting, its value and its origin; secrets stay hidden.

    Example: `BAROGRAPH_WEB_PORT=9000 barograph config --json | jq .web_port`
    """
    if is_markdown:
        click.echo(settings_table())
        return
    rows = loaded_settings(context).to_json()
    if is_json:
        print_json(rows)
    else:
        cells = [(name, row["value"], row["origin"], row["help"]) for name, row in rows.items()]
        print_table(("setting", "value", "origin", "what it does"), cells)
