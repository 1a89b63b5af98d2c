"""`barograph detectors`: what is configured, and how it is doing."""

from collections.abc import Iterator

import click

from barograph.cli._database import opened
from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import load
from barograph.storage import Detectors, PageRequest, StoredDetector

__all__ = ["command"]


@click.command()
@click.option("--tenant", default="default", help="Whose detectors.")
@json_option
@click.pass_context
def command(context: click.Context, tenant: str, is_json: bool) -> None:
    """List detectors with their state.

    Example: barograph detectors --json | jq '.[] | select(.state == "failing")'
    """
    with opened(load(context)) as database:
        rows = [_describe(detector) for detector in _all(Detectors(database), tenant)]
    if is_json:
        print_json(rows)
    elif rows:
        columns = ("name", "state", "algorithm", "every", "origin", "sentence")
        print_table(columns, [[row[column] for column in columns] for row in rows])
    else:
        click.echo("No detectors yet. Put YAML into provisioning/detectors/, or make one in the UI.")


def _all(detectors: Detectors, tenant: str) -> Iterator[StoredDetector]:
    request = PageRequest(limit=500)
    while True:
        page = detectors.page(tenant, None, request)
        yield from page.items
        if page.next_cursor is None:
            return
        request = PageRequest(limit=500, cursor=page.next_cursor)


def _describe(detector: StoredDetector) -> dict[str, str]:
    return {
        "name": detector.id,
        "state": detector.health.state.value,
        "sentence": detector.health.sentence,
        "algorithm": detector.content["algorithm"]["name"],
        "every": "" if detector.mistake else str(detector.spec.interval),
        "source": detector.content["query"]["source"],
        "origin": detector.origin,
    }
