"""How commands speak: JSON for machines where --json is given, tables and sentences for people."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import click
import orjson
from rich.console import Console
from rich.table import Column, Table

__all__ = ["json_option", "print_json", "print_table"]

_F = TypeVar("_F", bound=Callable[..., Any])
_WIDEST_NAME = 40
"""Up to how many characters a name is kept in one piece, so that it can be copied into the next command."""


def json_option(function: _F) -> _F:
    """Add --json to a command."""
    return click.option("--json", "is_json", is_flag=True, help="Print JSON instead of text for people.")(
        function
    )


def print_json(content: object) -> None:
    """Print one JSON document."""
    click.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2, default=str).decode())


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print a table that fits the terminal: words are broken where they must be, and nothing is left out."""
    cells = [[str(cell) for cell in row] for row in rows]
    heads = [Column(name, overflow="fold") for name in columns]
    heads[0].no_wrap = all(len(row[0]) <= _WIDEST_NAME for row in cells)
    table = Table(*heads, title=title or None, title_justify="left")
    for row in cells:
        table.add_row(*row)
    Console().print(table)
