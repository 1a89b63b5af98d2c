"""`barograph automations`: what is done by itself, what was done, and what would have been done."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from barograph.automations.rehearsal import rehearse
from barograph.cli._database import opened
from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import load
from barograph.config.kinds import AUTOMATIONS
from barograph.errors import ValidationFailed
from barograph.storage import AutomationRun, PageRequest, Stores

__all__ = ["command"]

_HOUR_MS = 3_600_000


@click.group()
def command() -> None:
    """Look at automations. Example: barograph automations runs."""


@command.command("list")
@click.option("--tenant", default="default", show_default=True)
@json_option
@click.pass_context
def list_automations(context: click.Context, tenant: str, is_json: bool) -> None:
    """Show the automations of a tenant. Example: barograph automations list --json."""
    with _stores(context) as stores:
        rows = [
            {
                "name": one.name,
                "state": "failing" if one.mistake else "on" if one.content["enabled"] else "off",
                "when": ", ".join(one.content["when"]["events"]),
                "then": ", ".join(action["type"] for action in one.content["then"]),
                "origin": one.origin,
            }
            for one in stores.automations.all(tenant)
        ]
    _show(rows, ("name", "state", "when", "then", "origin"), is_json)


@command.command("runs")
@click.option("--tenant", default="default", show_default=True)
@click.option("--automation", help="Only those of this automation.")
@json_option
@click.pass_context
def list_runs(context: click.Context, tenant: str, automation: str | None, is_json: bool) -> None:
    """Show the latest runs. Example: barograph automations runs --automation page-us."""
    with _stores(context) as stores:
        page = stores.automation_runs.page(tenant, automation, None, PageRequest(limit=100))
    rows = [_run_row(run) for run in page.items]
    _show(rows, ("id", "automation", "state", "reason", "sentence", "decided_by"), is_json)


@command.command("dry-run")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--hours", type=click.FloatRange(0, 24 * 366), default=24, show_default=True)
@click.option("--tenant", default="default", show_default=True)
@json_option
@click.pass_context
def dry_run(context: click.Context, file: Path, hours: float, tenant: str, is_json: bool) -> None:
    """Show what the automations of a file would have done about past events; nothing is done.

    Example: barograph automations dry-run provisioning/automations/night.yaml --hours 168
    """
    found = AUTOMATIONS.read([file], os.environ)
    if not found.is_valid:
        raise ValidationFailed(" · ".join(map(str, found.mistakes)))
    since_ms = int(time.time() * 1000 - hours * _HOUR_MS)
    with _stores(context) as stores:
        rows = [
            {
                "automation": spec.name,
                "event": one.occurrence.event_id,
                "type": one.occurrence.type.value,
                "would": ", ".join(action.type for action in spec.then)
                if one.reason.is_action
                else "nothing",
                "reason": one.reason.value,
                "sentence": one.occurrence.sentence,
            }
            for spec in found.specs
            for one in rehearse(stores, tenant, spec, since_ms).shown
        ]
    _show(rows, ("automation", "event", "type", "would", "reason", "sentence"), is_json)


@contextmanager
def _stores(context: click.Context) -> Iterator[Stores]:
    with opened(load(context)) as database:
        yield Stores.over(database)


def _run_row(run: AutomationRun) -> dict[str, object]:
    return {
        "id": run.id,
        "automation": run.automation,
        "state": run.state.value,
        "reason": run.reason,
        "sentence": run.occurrence.get("sentence", ""),
        "decided_by": run.decided_by,
        "actions": run.actions,
    }


def _show(rows: Sequence[Mapping[str, object]], columns: tuple[str, ...], is_json: bool) -> None:
    if is_json:
        print_json(rows)
    elif rows:
        print_table(columns, [[row[column] for column in columns] for row in rows])
    else:
        click.echo("There is nothing to show.")
