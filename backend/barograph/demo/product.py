"""The product as a process of the demo: `python -m barograph.demo.product`, settings from the environment."""

import os

import click

from barograph.config import load_settings
from barograph.runtime.parenthood import end_with_parent
from barograph.runtime.serve import serve

__all__ = ["command"]


@click.command()
@click.option("--parent", type=int, required=True, help="Process with which this one ends.")
def command(parent: int) -> None:
    """Serve until SIGTERM, or until the demo is gone."""
    end_with_parent(parent)
    serve(load_settings(os.environ).settings)


if __name__ == "__main__":
    command()
