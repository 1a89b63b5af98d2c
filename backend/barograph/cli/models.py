"""`barograph models`: the versions of a detector's model, and how the one in force fares."""

import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

import click

from barograph.cli._database import opened
from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import load
from barograph.storage import ModelInfo, Stores
from barograph.training.quality import describe_quality

__all__ = ["command"]


@click.command()
@click.argument("detector")
@click.option("--tenant", default="default", show_default=True, help="Tenant of the detector.")
@click.option("--quality", is_flag=True, help="Tell how the version in force fares instead.")
@json_option
@click.pass_context
def command(context: click.Context, detector: str, tenant: str, quality: bool, is_json: bool) -> None:
    """List the versions of a detector's model, the newest first.

    Example: barograph models checkout-latency --quality
    """
    with opened(load(context)) as database:
        stores = Stores.over(database)
        stored = stores.detectors.get(tenant, detector)
        found = stores.models.versions(tenant, detector)
        report = describe_quality(stores, stored, int(time.time() * 1000)) if quality else {}
    if is_json and quality:
        print_json(report)
    elif quality:
        print_table(("what", "how it is"), _lines_of(report))
    elif is_json:
        print_json({"items": [asdict(model) for model in found]})
    else:
        heads = ("version", "state", "algorithm", "trained (UTC)", "series", "fit", "bytes", "why")
        print_table(heads, [_row_of(model) for model in found])


def _row_of(model: ModelInfo) -> tuple[object, ...]:
    trained = datetime.fromtimestamp(model.trained_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M")
    seconds, reason = f"{model.fit_seconds:.2f} s", model.meta.get("reason", "")
    head = (model.version, model.state, model.algorithm, trained)
    return (*head, model.series_count, seconds, model.size_bytes, reason)


def _lines_of(report: dict[str, Any]) -> list[tuple[str, str]]:
    budget, feedback = report["budget_per_week"], report["feedback"]
    lines = [
        ("model version", _or_dash(report["model_version"])),
        ("drift", report["drift"]["state"]),
        *((f"{test['name']} of {test['subject']}", _test_text(test)) for test in report["drift"]["tests"]),
        ("alerts a week", f"{report['alerts_per_week']:g}" + (f" of {budget:g}" if budget else "")),
        ("fit", f"{_or_dash(report['fit_seconds'])} s"),
        (
            "scoring of a tick",
            f"{_or_dash(report['score_ms']['p50'])} ms, p95 {_or_dash(report['score_ms']['p95'])} ms",
        ),
        ("feedback", ", ".join(f"{feedback[name]} {name}" for name in ("useful", "expected", "noise"))),
    ]
    precision = feedback["precision"]
    return lines if precision is None else [*lines, ("precision", f"{precision:.0%}")]


def _test_text(test: dict[str, Any]) -> str:
    return (
        f"{test['statistic']:.2f}, limit {test['threshold']:.2f}, p {test['p_value']:.2f}, "
        f"{test['series_strayed']} of {test['series_tested']} strayed"
    )


def _or_dash(value: object) -> str:
    return "-" if value is None else str(value)
