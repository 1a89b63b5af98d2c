"""`barograph diff OLD NEW`: which alerts a change of detectors adds and takes away."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from barograph.cli._output import json_option, print_json
from barograph.cli._rehearsing import Moment, make_rehearsal, read_files
from barograph.cli._settings import load
from barograph.config.detector import DetectorSpec
from barograph.domain import Anomaly
from barograph.engine.difference import Difference, compare
from barograph.engine.previews import describe_episode
from barograph.engine.rehearsal import Performance, Rehearsal

__all__ = ["command"]

_MOST_LINES = 20


@click.command()
@click.argument("old", type=click.Path(path_type=Path, exists=True))
@click.argument("new", type=click.Path(path_type=Path, exists=True))
@click.option("--from", "start_ms", type=Moment(), default="2w", help="Where to begin: 2w, or a time.")
@click.option("--to", "end_ms", type=Moment(), default="now", help="Where to end.")
@click.option("--prometheus", "prometheus_url", help="Address of a Prometheus.")
@click.option("--no-fail", is_flag=True, help="Exit with 0 although alerts change.")
@json_option
@click.pass_context
def command(
    context: click.Context,
    old: Path,
    new: Path,
    start_ms: int,
    end_ms: int,
    prometheus_url: str | None,
    no_fail: bool,
    is_json: bool,
) -> int:
    """Rehearse two versions of a detector file and compare; prints Markdown for a pull request.

    Exits with 1 where an alert appears or vanishes.
    Example: barograph diff main/checkout.yaml checkout.yaml --from 2w
    """
    rehearsal = make_rehearsal(load(context, {"prometheus_url": prometheus_url}))
    differences = _compare(rehearsal, read_files([old]), read_files([new]), (start_ms, end_ms))
    if is_json:
        print_json([_to_json(difference) for difference in differences])
    else:
        click.echo("\n".join(_markdown(differences)))
    return 0 if no_fail or all(difference.is_empty for difference in differences) else 1


def _compare(
    rehearsal: Rehearsal,
    old: Sequence[DetectorSpec],
    new: Sequence[DetectorSpec],
    range_ms: tuple[int, int],
) -> list[Difference]:
    before = {spec.name: spec for spec in old}
    after = {spec.name: spec for spec in new}

    def perform(spec: DetectorSpec | None) -> Performance | None:
        return rehearsal.run(spec, *range_ms) if spec is not None and spec.enabled else None

    return [
        compare(name, perform(before.get(name)), perform(after.get(name)))
        for name in sorted(before.keys() | after.keys())
        if before.get(name) != after.get(name)
    ]


def _to_json(difference: Difference) -> dict[str, object]:
    return {
        "detector": difference.detector,
        "appearing": [describe_episode(episode) for episode in difference.appearing],
        "vanishing": [describe_episode(episode) for episode in difference.vanishing],
        "staying": difference.staying,
    }


def _markdown(differences: Sequence[Difference]) -> Iterator[str]:
    yield "### What this change does to alerts"
    yield ""
    if not differences:
        yield "No detector changes."
        return
    yield "| detector | appear | vanish | stay |"
    yield "|---|---|---|---|"
    for one in differences:
        yield f"| {one.detector} | {len(one.appearing)} | {len(one.vanishing)} | {one.staying} |"
    for one in differences:
        for heading, episodes in (("appear", one.appearing), ("vanish", one.vanishing)):
            if episodes:
                yield ""
                yield f"**{one.detector}**: these {heading}"
                yield ""
                yield from map(_line, episodes[:_MOST_LINES])
                if len(episodes) > _MOST_LINES:
                    yield f"- and {len(episodes) - _MOST_LINES} more"


def _line(episode: Anomaly) -> str:
    moment = datetime.fromtimestamp(episode.started_ms / 1000, UTC)
    return f"- {moment:%Y-%m-%d %H:%M} UTC: {episode.evidence.sentence}"
