"""`barograph scorecard`: the page of all accuracy figures, made from results."""

from pathlib import Path

import click

from barograph.bench._scorecard import read_results

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
def command(results: Path, output: Path) -> int:
    """Write docs/scorecard.md from the results of `barograph bench nab`, `tsb`, `multi` and `synthetic`.

    Example: barograph scorecard --results results
    """
    page = read_results(results).write(output)
    click.echo(f"Wrote {page}.")
    return 0
