"""`barograph tail`: lines that are new in a Loki, as they come."""

import os
import time
from datetime import UTC, datetime
from threading import Event

import click
import orjson

from barograph.cli._settings import load
from barograph.config.durations import Duration
from barograph.runtime.tailing import open_tailing
from barograph.sources.logs.line import LogLine
from barograph.sources.logs.novelty import Novelty
from barograph.sources.logs.secrets import mask_secrets

__all__ = ["command"]


@click.command()
@click.argument("selector")
@click.option("--source", default="loki", show_default=True, help="Name of the data source.")
@click.option("--loki", "loki_url", help="Address of a Loki, for one that no file names.")
@click.option("--learn", default="1h", show_default=True, help="What came in this time before is not new.")
@click.option("--all", "is_all", is_flag=True, help="Print every line, and mark the new ones.")
@click.option("--count", type=click.IntRange(min=1), help="Stop after so many printed lines.")
@click.option("--json", "is_json", is_flag=True, help="Print each line as a line of JSON.")
@click.pass_context
def command(
    context: click.Context,
    *,
    selector: str,
    source: str,
    loki_url: str | None,
    learn: str,
    is_all: bool,
    count: int | None,
    is_json: bool,
) -> int:
    """Follow the lines of a Loki and print those that are unlike all before; secrets in them are masked.

    Example: barograph tail '{app="checkout"}' --learn 1d
    """
    try:
        learnt_ns = Duration.parse(learn).milliseconds * 1_000_000
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--learn") from error
    flags = {"loki_url": loki_url} if loki_url else {}
    tailing = open_tailing(load(context, flags), dict(os.environ), source, Event())
    novelty, start_ns = Novelty(), time.time_ns()
    templates = novelty.learn(tailing.reader.read(selector, start_ns - learnt_ns, start_ns))
    click.echo(f"{templates} templates are known from the last {learn}. What is new now:", err=True)
    shown = 0
    for line in tailing.tail.follow(selector, start_ns):
        template, is_new = novelty.template_of(line)
        if is_new or is_all:
            click.echo(_write(line, template, is_new=is_new, is_json=is_json, is_marked=is_all))
            shown += 1
        if count is not None and shown >= count:
            break
    return 0


def _write(line: LogLine, template: str, *, is_new: bool, is_json: bool, is_marked: bool) -> str:
    at = datetime.fromtimestamp(line.time_ns / 1e9, UTC).isoformat(timespec="milliseconds")
    (text,) = mask_secrets([line.text])
    if is_json:
        content = {
            "time": at,
            "labels": dict(line.labels),
            "template": template,
            "is_new": is_new,
            "line": text,
        }
        return orjson.dumps(content).decode()
    mark = ("new " if is_new else "    ") if is_marked else ""
    return f"{mark}{at[11:23]} {text}"
