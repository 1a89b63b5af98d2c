"""The command line: every module of this package but this one and those with an underscore is a command."""

import importlib
import os
import pkgutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click
import orjson

import barograph.cli
from barograph import __version__
from barograph.errors import BarographError
from barograph.telemetry.logs import configure_logs

__all__ = ["cli", "main"]

EXIT_FAILED = 1


class _LazyCommands(click.Group):
    """Finds commands by file name and imports one only when it runs, so that help is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        modules = (module.name for module in pkgutil.iter_modules(barograph.cli.__path__))
        return sorted(
            name.replace("_", "-") for name in modules if name != "main" and not name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"barograph.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command


@click.command(cls=_LazyCommands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="barograph")
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="YAML file with settings.")
@click.pass_context
def cli(ctx: click.Context, config_file: Path | None) -> None:
    """Barograph tells what is unusual right now, why, and whether it matters.

    Start with `barograph demo`, then `barograph doctor` on your own machine.
    """
    ctx.obj = {"config_file": config_file}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; an error is one sentence on stderr, as JSON where --json was asked."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    configure_logs("warning")
    try:
        answer = cli.main(args=words, prog_name="barograph", standalone_mode=False)
    except BarographError as error:
        _show_error(error, is_json="--json" in words)
        return EXIT_FAILED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return answer if isinstance(answer, int) else 0


def _show_error(error: BarographError, *, is_json: bool) -> None:
    if is_json:
        body = {
            "code": error.code,
            "message": error.message,
            "detail": error.detail,
            "retryable": error.retryable,
        }
        click.echo(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())
    else:
        click.secho(f"{error.code}: {error.message}", fg="red", err=True)
