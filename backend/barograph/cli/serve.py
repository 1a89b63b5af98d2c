"""`barograph serve`: the whole product on this machine."""

from pathlib import Path

import click

from barograph.cli._settings import load
from barograph.runtime.serve import serve

__all__ = ["command"]


@click.command()
@click.option("--host", "web_host", help="Address to listen on.")
@click.option("--port", "web_port", type=int, help="Port to listen on.")
@click.option("--workers", "web_workers", type=int, help="Number of web workers.")
@click.option("--prometheus", "prometheus_url", help="Address of a Prometheus.")
@click.option("--loki", "loki_url", help="Address of a Loki.")
@click.option("--provisioning", "provisioning_dir", type=click.Path(path_type=Path), help="Folder of files.")
@click.option("--state-dir", type=click.Path(path_type=Path), help="Folder of the embedded database.")
@click.option("--json", "is_json", is_flag=True, help="Write logs as JSON.")
@click.pass_context
def command(context: click.Context, /, is_json: bool, **flags: object) -> None:
    """Run web, engine and what they need, until Ctrl-C.

    Example: barograph serve --prometheus http://localhost:9090
    """
    serve(load(context, {**flags, "log_format": "json" if is_json else None}))
