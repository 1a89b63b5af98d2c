"""`barograph models`: the versions of a detector's model."""

from dataclasses import asdict
from datetime import UTC, datetime

import click

from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import load
from barograph.runtime.foundation import open_database
from barograph.storage import ModelInfo, Stores

__all__ = ["command"]


@click.command()
@click.argument("detector")
@click.option("--tenant", default="default", show_default=True, help="Tenant of the detector.")
@json_option
@click.pass_context
def command(context: click.Context, detector: str, tenant: str, is_json: bool) -> None:
    """List the versions of a detector's model, the newest first.

    Example: barograph models checkout-latency
    """
    database = open_database(load(context))
    try:
        stores = Stores.over(database)
        stores.detectors.get(tenant, detector)
        found = stores.models.versions(tenant, detector)
    finally:
        database.close()
    if is_json:
        print_json({"items": [asdict(model) for model in found]})
    else:
        heads = ("version", "state", "algorithm", "trained (UTC)", "series", "fit", "bytes", "why")
        print_table(heads, [_row_of(model) for model in found])


def _row_of(model: ModelInfo) -> tuple[object, ...]:
    trained = datetime.fromtimestamp(model.trained_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M")
    seconds, reason = f"{model.fit_seconds:.2f} s", model.meta.get("reason", "")
    head = (model.version, model.state, model.algorithm, trained)
    return (*head, model.series_count, seconds, model.size_bytes, reason)
