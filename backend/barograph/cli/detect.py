"""`barograph detect NAME`: one tick now, and what it sees."""

import os
import threading
import time
from typing import Any

import click

from barograph.cli._database import set_up
from barograph.cli._output import json_option, print_json, print_table
from barograph.cli._settings import load
from barograph.engine.handlers import describe_tick
from barograph.engine.reloading import Reloader
from barograph.errors import ModelUnavailable
from barograph.runtime.checks import detector_checks
from barograph.runtime.detection import Detection, build_detection
from barograph.runtime.foundation import lay_foundation
from barograph.storage import StoredDetector
from barograph.training.trainer import Training

__all__ = ["command"]


@click.command()
@click.argument("name")
@click.option("--prometheus", "prometheus_url", help="Address of a Prometheus.")
@json_option
@click.pass_context
def command(context: click.Context, name: str, prometheus_url: str | None, is_json: bool) -> None:
    """Judge the newest point of a detector now; trains it first where it has no model.

    Example: barograph detect checkout-latency --prometheus http://localhost:9090
    """
    settings = load(context, {"prometheus_url": prometheus_url})
    foundation = lay_foundation(settings)
    try:
        set_up(foundation.stores.database)
        detection = build_detection(foundation)
        checks = detector_checks(foundation.registry, detection.sources.languages)
        Reloader(settings.provisioning_dir, os.environ, checks, foundation.stores.detectors).look(_now_ms())
        detector = foundation.stores.detectors.get("default", name)
        seen = _tick(detection, detector)
    finally:
        foundation.close()
    if is_json:
        print_json(seen)
    else:
        _show(detector, seen)


def _tick(detection: Detection, detector: StoredDetector) -> dict[str, Any]:
    try:
        return describe_tick(detection.ticker.tick(detector, _now_ms()))
    except ModelUnavailable:
        training = Training("command line", "no_model")
        detection.trainer.train(detector, training, _now_ms(), lambda share: None, threading.Event())
        return describe_tick(detection.ticker.tick(detector, _now_ms()))


def _show(detector: StoredDetector, seen: dict[str, Any]) -> None:
    if not seen["is_new"]:
        click.echo(f"{detector.id}: no point is complete since the last tick.")
        return
    rows = [
        (
            " ".join(f"{key}={value}" for key, value in series["labels"].items()) or "(one series)",
            *(_number(series[column]) for column in ("value", "expected", "lower", "upper", "score")),
        )
        for series in seen["series"]
    ]
    title = f"{detector.id}: {seen['series_total']} series, the strangest first"
    print_table(("series", "value", "expected", "lower", "upper", "score"), rows, title)
    for change in seen["changes"]:
        click.secho(f"{change['kind']}: {change['sentence']}", fg="yellow")


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _now_ms() -> int:
    return int(time.time() * 1000)
