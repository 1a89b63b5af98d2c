"""`barograph bench NAME`: measure, compare with the contract, say so with the exit code."""

import importlib
import pkgutil

import click

import barograph.bench

__all__ = ["command"]


class _Benchmarks(click.Group):
    """Finds benchmarks by file name, one file each in ``barograph.bench``."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        modules = (module.name for module in pkgutil.iter_modules(barograph.bench.__path__))
        return sorted(name for name in modules if name != "base" and not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        benchmark: click.Command = importlib.import_module(f"barograph.bench.{cmd_name}").command
        return benchmark


@click.command(cls=_Benchmarks)
def command() -> None:
    """Measure Barograph on this machine.

    Every benchmark warms up, repeats, prints medians with their spread, and exits with 1 where its
    contract is not met. Example: `barograph bench score --json`.
    """
