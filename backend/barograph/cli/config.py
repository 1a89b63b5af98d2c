"""`barograph config`: the effective settings and where each came from."""

import click

from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import loaded_settings

__all__ = ["command"]


@click.command()
@json_option
@click.pass_context
def command(context: click.Context, is_json: bool) -> None:
    """Show every setting, its value and its origin; secrets stay hidden.

    Example: `BAROGRAPH_WEB_PORT=9000 barograph config --json | jq .web_port`
    """
    rows = loaded_settings(context).to_json()
    if is_json:
        print_json(rows)
    else:
        cells = [(name, row["value"], row["origin"], row["help"]) for name, row in rows.items()]
        print_table(("setting", "value", "origin", "what it does"), cells)
