"""`barograph backtest FILE...`: what detectors would have said about the past."""

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TaskID

from barograph.cli._backtest_page import write_page
from barograph.cli._labels import read_matchers, read_notified
from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._rehearsing import Moment, make_rehearsal, read_files
from barograph.cli._settings import load
from barograph.config.detector import DetectorSpec
from barograph.engine.known import read_known_incidents
from barograph.engine.previews import describe_performance
from barograph.engine.quality import KnownIncident, Quality, measure_quality
from barograph.engine.rehearsal import Performance, Rehearsal

__all__ = ["command"]


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--from", "start_ms", type=Moment(), default="2w", help="Where to begin: 2w, or a time.")
@click.option("--to", "end_ms", type=Moment(), default="now", help="Where to end.")
@click.option(
    "--labels",
    "label_files",
    multiple=True,
    type=click.Path(path_type=Path),
    help="What is known to have been wrong: CSV, or JSON of Alertmanager, Grafana or incidents.",
)
@click.option("--labels-from", type=click.Choice(["alertmanager"]), help="Alerts that we were told of.")
@click.option("--labels-match", multiple=True, help="Only what has this label, such as team=shop.")
@click.option(
    "--html", "page", type=click.Path(path_type=Path), help="Write a report with plots to this file."
)
@click.option("--prometheus", "prometheus_url", help="Address of a Prometheus.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    files: tuple[Path, ...],
    start_ms: int,
    end_ms: int,
    label_files: tuple[Path, ...],
    labels_from: str | None,
    labels_match: tuple[str, ...],
    page: Path | None,
    prometheus_url: str | None,
    is_json: bool,
) -> None:
    """Run the production code over history and say what would have alerted.

    Example: barograph backtest detectors/checkout.yaml --from 2w --labels incidents.csv --html report.html
    """
    settings = load(context, {"prometheus_url": prometheus_url})
    rehearsal = make_rehearsal(settings)
    match = read_matchers(labels_match)
    known = [one for file in label_files for one in read_known_incidents(file, match)]
    if labels_from:
        known.extend(read_notified(settings, match, (start_ms, end_ms)))
    performances = _perform(rehearsal, read_files(files), (start_ms, end_ms), is_quiet=is_json)
    judged = [(performance, _judge(performance, known)) for performance in performances]
    if page:
        write_page(page, judged)
    if is_json:
        print_json([{**describe_performance(one), "quality": quality.to_json()} for one, quality in judged])
    else:
        _show(judged)


def _perform(
    rehearsal: Rehearsal, specs: Sequence[DetectorSpec], range_ms: tuple[int, int], *, is_quiet: bool
) -> list[Performance]:
    performances = []
    with Progress(console=Console(stderr=True), disable=is_quiet, transient=True) as bars:
        for spec in specs:
            bar = bars.add_task(spec.name, total=1.0)
            performances.append(rehearsal.run(spec, *range_ms, _move(bars, bar)))
    return performances


def _move(bars: Progress, bar: TaskID) -> Callable[[float], None]:
    return lambda share: bars.update(bar, completed=share)


def _judge(performance: Performance, known: Sequence[KnownIncident]) -> Quality:
    range_ms = (performance.start_ms, performance.end_ms)
    return measure_quality(performance.episodes, performance.replay.opened_ms, range_ms, known)


def _show(judged: Sequence[tuple[Performance, Quality]]) -> None:
    rows = [
        (
            performance.spec.name,
            performance.series_count,
            quality.episodes,
            f"{quality.alerts_a_week:.1f}",
            _share(quality.precision),
            _share(quality.recall),
            "-" if quality.median_delay_seconds is None else f"{quality.median_delay_seconds:.0f} s",
        )
        for performance, quality in judged
    ]
    columns = ("detector", "series", "episodes", "alerts a week", "precision", "recall", "delay")
    print_table(columns, rows, "Backtest")
    for performance, quality in judged:
        for episode in performance.episodes[-10:]:
            click.echo(f"{performance.spec.name}: {episode.evidence.sentence}")
        for missed in quality.missed:
            click.secho(f"{performance.spec.name}: missed {missed.name or missed.start_ms}", fg="yellow")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
