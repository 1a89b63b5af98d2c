"""How a demo tells what it does: colours and sentences for people, JSON lines for machines."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Protocol

import click
import orjson
from rich.console import Console
from rich.markup import escape

__all__ = ["ConsoleShow", "JsonShow", "Show"]

# Blue, orange and magenta are told apart by every kind of colour vision; the sign says it without colour.
_STYLES = {"info": ("deep_sky_blue1", "●"), "warning": ("orange1", "▲"), "critical": ("bold magenta", "◆")}


class Show(Protocol):
    """Tells the steps of a demo and what it sees."""

    def step(self, sentence: str) -> None:
        """Say what is done next."""
        ...

    def note(self, sentence: str) -> None:
        """Say what is not done yet."""
        ...

    def waiting(self, sentence: str) -> Any:
        """Return a context that shows that something takes its time."""
        ...

    def address(self, url: str) -> None:
        """Say where to look."""
        ...

    def anomaly(self, event: Mapping[str, Any]) -> None:
        """Tell one anomaly in one sentence."""
        ...


class ConsoleShow:
    """For a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def step(self, sentence: str) -> None:
        """Print a line with a tick."""
        self._print(f"[green]✓[/] {escape(sentence)}")

    def note(self, sentence: str) -> None:
        """Print a line without a tick."""
        self._print(f"[dim]…[/] {escape(sentence)}")

    @contextmanager
    def waiting(self, sentence: str) -> Iterator[None]:
        """Turn a wheel."""
        with self._console.status(escape(sentence)):
            yield

    def address(self, url: str) -> None:
        """Print the address."""
        self._print(f"\n  Barograph is at [bold underline]{url}[/]   (Ctrl-C ends everything)\n")

    def anomaly(self, event: Mapping[str, Any]) -> None:
        """Print time, sign and sentence in the colour of the severity."""
        anomaly = event["payload"]["anomaly"]
        is_over = event["event"] == "anomaly_resolved"
        style, sign = ("dim", "○") if is_over else _STYLES[anomaly["severity"]]
        moment = datetime.fromtimestamp(event["at_ms"] / 1000).astimezone().strftime("%H:%M:%S")
        word = "resolved" if is_over else anomaly["severity"]
        sentence = escape(anomaly["evidence"]["sentence"])
        self._print(f"[dim]{moment}[/] [{style}]{sign} {word:<8}[/] {sentence}", has_numbers=False)

    def _print(self, text: str, *, has_numbers: bool = True) -> None:
        """Print a line; where no terminal shows it, it stays one line however long it is."""
        is_file = not self._console.is_terminal
        self._console.print(text, soft_wrap=is_file, highlight=has_numbers)


class JsonShow:
    """For programs: one object a line."""

    def step(self, sentence: str) -> None:
        """Print what was done."""
        self._line({"type": "step", "message": sentence})

    def note(self, sentence: str) -> None:
        """Print what is not done yet."""
        self._line({"type": "note", "message": sentence})

    @contextmanager
    def waiting(self, sentence: str) -> Iterator[None]:
        """Print what is waited for."""
        self._line({"type": "waiting", "message": sentence})
        yield

    def address(self, url: str) -> None:
        """Print the address."""
        self._line({"type": "ready", "url": url})

    def anomaly(self, event: Mapping[str, Any]) -> None:
        """Print the event as it came."""
        self._line({"type": event["event"], "at_ms": event["at_ms"], **event["payload"]["anomaly"]})

    def _line(self, content: Mapping[str, object]) -> None:
        click.echo(orjson.dumps(content).decode())
