"""`barograph scorecard`: the page of all accuracy figures, made from results."""

from pathlib import Path

import click

from barograph.bench._scorecard import read_results
from barograph.cli._output import json_option, print_json

__all__ = ["command"]


@click.command()
@click.option(
    "--results", required=True, type=click.Path(exists=True, path_type=Path), help="What benchmarks wrote."
)
@click.option(
    "--output",
    default=Path("docs"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for scorecard.md and its pictures.",
)
@json_option
def command(results: Path, output: Path, is_json: bool) -> int:
    """Write docs/scorecard.md from the results of `barograph bench nab`, `tsb`, `multi` and `synthetic`.

    Example: barograph scorecard --results results
    """
    scorecard = read_results(results)
    page = scorecard.write(output)
    if is_json:
        print_json({"page": str(page), "algorithms": sorted(scorecard.figures)})
    else:
        click.echo(f"Wrote {page}.")
    return 0
