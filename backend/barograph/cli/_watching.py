"""How `barograph watch` shows what comes: a table that lives, or lines of JSON."""

import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Protocol, TextIO

import orjson
from rich.console import Console
from rich.live import Live
from rich.table import Table
from rich.text import Text

from barograph.client import LiveEvent, LiveScoresUpdate, Reloaded

__all__ = ["JsonLines", "LiveTable", "Screen"]

_MOST_ROWS = 200
_STYLES = {"critical": "bold red", "warning": "yellow", "info": "cyan", "resolved": "green"}
Message = LiveEvent | LiveScoresUpdate | Reloaded


class Screen(Protocol):
    """Shows messages and how the connection is; used as a context manager."""

    def show(self, message: Message) -> int:
        """Show a message and return how many events that were."""
        ...

    def show_state(self, state: str) -> None:
        """Show how the connection is."""
        ...


class JsonLines:
    """A line for each event on one stream, how the connection is on the other."""

    def __init__(self, output: TextIO, errors: TextIO | None = None) -> None:
        self._output = output
        self._errors = errors or sys.stderr

    def __enter__(self) -> "JsonLines":
        return self

    def __exit__(self, *_: object) -> None:
        self._output.flush()

    def show(self, message: Message) -> int:
        """Write a message as one line."""
        self._output.write(orjson.dumps(asdict(message)).decode() + "\n")
        self._output.flush()
        return int(isinstance(message, LiveEvent))

    def show_state(self, state: str) -> None:
        """Write how the connection is where it disturbs no reader of the lines."""
        self._errors.write(f"{state}\n")


class LiveTable:
    """One row for each open episode, the newest first; resolved ones stay, in green, while there is room."""

    def __init__(self, console: Console | None = None) -> None:
        self._rows: dict[str, Mapping[str, Any]] = {}
        self._state = "connecting"
        self._live = Live(self.render(), console=console, refresh_per_second=8)

    def __enter__(self) -> "LiveTable":
        self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.stop()

    def show(self, message: Message) -> int:
        """Put an event into its row."""
        if isinstance(message, Reloaded):
            self._state = message.message
        if isinstance(message, LiveEvent):
            anomaly = message.payload.get("anomaly")
            if isinstance(anomaly, Mapping):
                self._rows.pop(str(anomaly.get("fingerprint")), None)
                self._rows = {str(anomaly.get("fingerprint")): anomaly, **self._rows}
                self._rows = dict(list(self._rows.items())[:_MOST_ROWS])
        self._live.update(self.render())
        return int(isinstance(message, LiveEvent))

    def show_state(self, state: str) -> None:
        """Put how the connection is under the table."""
        self._state = state
        self._live.update(self.render())

    def render(self) -> Table:
        """Return the table as it is now."""
        table = Table(caption=f"{self._state} · Ctrl-C ends", expand=True)
        for heading in ("since", "severity", "detector", "what happened"):
            table.add_column(heading, no_wrap=heading != "what happened")
        for anomaly in self._rows.values():
            table.add_row(*_cells(anomaly))
        return table


def _cells(anomaly: Mapping[str, Any]) -> tuple[Text, ...]:
    is_resolved = anomaly.get("state") == "resolved"
    severity = "resolved" if is_resolved else str(anomaly.get("severity", ""))
    started = datetime.fromtimestamp(float(anomaly.get("started_ms", 0)) / 1000, UTC).astimezone()
    evidence = anomaly.get("evidence")
    sentence = evidence.get("sentence", "") if isinstance(evidence, Mapping) else anomaly.get("sentence", "")
    return (
        Text(started.strftime("%H:%M:%S")),
        Text(severity, style=_STYLES.get(severity, "")),
        Text(str(anomaly.get("detector_id", ""))),
        # Text and not markup: label values are other people's words.
        Text(str(sentence)),
    )
