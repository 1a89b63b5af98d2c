"""`barograph watch`: what is unusual right now, in the terminal."""

import os
import sys

import click

from barograph.cli._settings import load
from barograph.cli._watching import JsonLines, LiveTable
from barograph.client import LiveClient
from barograph.config.loading import API_KEY
from barograph.domain import Severity

__all__ = ["command"]


@click.command()
@click.option("--url", help="Address of Barograph; by default that of its settings.")
@click.option(
    "--severity", type=click.Choice([one.value for one in Severity]), help="Only this severity and above."
)
@click.option("--detector", "detectors", multiple=True, help="Only this detector; may be repeated.")
@click.option("--label", "labels", multiple=True, metavar="NAME=VALUE", help="Only with this label.")
@click.option("--from-id", type=click.IntRange(min=0), help="First everything after this event id.")
@click.option("--count", type=click.IntRange(min=1), help="Stop after so many events.")
@click.option("--json", "is_json", is_flag=True, help="Print each event as a line of JSON.")
@click.pass_context
def command(
    context: click.Context,
    *,
    url: str | None,
    severity: str | None,
    detectors: tuple[str, ...],
    labels: tuple[str, ...],
    from_id: int | None,
    count: int | None,
    is_json: bool,
) -> int:
    """Watch anomalies as they come; connects again by itself and misses nothing.

    An API key is read from BAROGRAPH_API_KEY. Example: `barograph watch --severity warning`.
    """
    key = os.environ.get(API_KEY)
    screen = JsonLines(sys.stdout) if is_json or not sys.stdout.isatty() else LiveTable()
    client = LiveClient(
        url or load(context).local_url,
        filters=_filters(severity, detectors, labels),
        headers=lambda: {"Authorization": f"Bearer {key}"} if key else {},
        last_id=from_id,
        on_state=screen.show_state,
    )
    shown = 0
    with screen:
        for message in client.messages():
            shown += screen.show(message)
            if count is not None and shown >= count:
                client.close()
                break
    return 0


def _filters(severity: str | None, detectors: tuple[str, ...], labels: tuple[str, ...]) -> dict[str, object]:
    filters: dict[str, object] = {}
    if severity is not None:
        filters["severity"] = severity
    if detectors:
        filters["detectors"] = list(detectors)
    pairs = [text.partition("=") for text in labels]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise click.BadParameter("write labels like job=api", param_hint="--label")
    if labels:
        filters["labels"] = {name: value for name, _, value in pairs}
    return filters
