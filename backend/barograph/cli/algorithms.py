"""`barograph algorithms`: what can judge a series, at what cost, with which parameters."""

from dataclasses import asdict

import click

from barograph.algorithms.registry import Description, Registry
from barograph.cli._output import json_option, print_json, print_table

__all__ = ["command"]


@click.command()
@click.argument("name", required=False)
@json_option
def command(name: str | None, is_json: bool) -> None:
    """List the algorithms, or describe one of them with its parameters.

    Example: barograph algorithms seasonal
    """
    registry = Registry.installed()
    found = [registry.describe(each) for each in ([name] if name else registry.names)]
    if is_json:
        print_json(asdict(found[0]) if name else {"items": [asdict(item) for item in found]})
    elif name:
        _print_one(found[0])
    else:
        rows = [(item.name, item.cost, item.window_points, item.origin, item.summary) for item in found]
        print_table(("name", "cost", "window", "origin", "what it says"), rows)


def _print_one(described: Description) -> None:
    click.secho(described.name, bold=True)
    click.echo(described.summary)
    click.echo(
        f"Cost: {described.cost}. Looks at {described.window_points} points, "
        f"learns from about {described.history_points}. Origin: {described.origin}."
    )
    rows = [(item.name, item.type, item.default, item.help) for item in described.parameters]
    if rows:
        print_table(("parameter", "type", "default", "meaning"), rows)
