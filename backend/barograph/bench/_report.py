"""How a benchmark tells its result: JSON for machines, a table for people, an exit code for both."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click
import orjson
from rich.console import Console
from rich.table import Table

from barograph.bench.base import BenchResult

__all__ = ["reported"]

_P = ParamSpec("_P")


def reported(measure: Callable[_P, BenchResult]) -> Callable[_P, int]:
    """Give a measuring function the option --json and the exit code 1 for a contract that is not met."""

    @click.option("--json", "is_json", is_flag=True, help="Print one JSON object.")
    @wraps(measure)
    def run(*args: _P.args, **kwargs: _P.kwargs) -> int:
        is_json = bool(kwargs.pop("is_json", False))
        result = measure(*args, **kwargs)
        if is_json:
            click.echo(orjson.dumps(result.to_json(), option=orjson.OPT_INDENT_2).decode())
        else:
            _print_table(result)
        return 0 if result.is_met else 1

    return run


def _print_table(result: BenchResult) -> None:
    table = Table(title=f"{result.name} on {result.machine}, commit {result.commit}")
    for heading in ("figure", "value", "contract", "met"):
        table.add_column(heading)
    for name, figure in result.figures.items():
        limit = result.contract.get(name)
        is_number = isinstance(figure, int | float)
        met = "" if limit is None else ("yes" if is_number and limit.is_met_by(float(str(figure))) else "NO")
        shown = f"{figure:,.4g}" if isinstance(figure, float) else str(figure)
        table.add_row(name, shown, "" if limit is None else f"{limit.comparison} {limit.value:g}", met)
    Console().print(table)
