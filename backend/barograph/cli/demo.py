"""`barograph demo`: the whole product against a shop that breaks every two minutes."""

import signal
import tempfile
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from barograph.demo.play import DemoWishes, play_demo
from barograph.demo.showing import ConsoleShow, JsonShow, Show

__all__ = ["command"]


@click.command()
@click.option("--port", default=8427, show_default=True, help="Port of page and API; another if it is taken.")
@click.option("--prometheus", default="", help="Address of a real Prometheus, instead of the simulated shop.")
@click.option("--state-dir", type=click.Path(path_type=Path), help="Folder to keep; else a temporary one.")
@click.option("--json", "is_json", is_flag=True, help="Print one JSON object a line.")
def command(port: int, prometheus: str, state_dir: Path | None, is_json: bool) -> None:
    """Show Barograph at work: a simulated shop, an incident every two minutes, anomalies as they come.

    Example: barograph demo --prometheus http://localhost:9090
    """
    signal.signal(signal.SIGTERM, _interrupt)
    show: Show = JsonShow() if is_json else ConsoleShow(Console())
    with tempfile.TemporaryDirectory(prefix="barograph-demo-", ignore_cleanup_errors=True) as scratch:
        play_demo(DemoWishes(state_dir or Path(scratch), port, prometheus), show)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
