"""`barograph doctor`: what could keep Barograph from working here, and what to do about it."""

import click

from barograph.cli._output import json_option, print_json
from barograph.cli._settings import load
from barograph.runtime.examination import Verdict, examine

__all__ = ["command"]

_SIGNS = {Verdict.GOOD: ("ok", "green"), Verdict.WARNING: ("warn", "yellow"), Verdict.BAD: ("BAD", "red")}


@click.command()
@json_option
@click.pass_context
def command(context: click.Context, is_json: bool) -> int:
    """Check Python, database, migrations, sources, clocks and ports; exits with 1 where one is bad.

    Example: barograph doctor --json
    """
    findings = examine(load(context))
    if is_json:
        print_json(
            [
                {
                    "check": one.check,
                    "verdict": one.verdict.value,
                    "sentence": one.sentence,
                    "remedy": one.remedy,
                }
                for one in findings
            ]
        )
    else:
        for one in findings:
            sign, colour = _SIGNS[one.verdict]
            click.echo(f"{click.style(sign.rjust(4), fg=colour)}  {one.check}: {one.sentence}")
            if one.remedy:
                click.echo(f"      {one.remedy}")
    return 1 if any(one.verdict is Verdict.BAD for one in findings) else 0
