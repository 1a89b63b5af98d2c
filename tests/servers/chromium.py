"""A real Chromium without a window, asked over its DevTools protocol."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
import websocket

from tests.servers.base import find_program, free_port, running, wait_until

__all__ = ["Tab", "chromium_running"]

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-allow-origins=*",
)


class Tab:
    """One tab: goes to an address, evaluates JavaScript, remembers what was complained about."""

    def __init__(self, connection: websocket.WebSocket) -> None:
        self._connection = connection
        self._ids = itertools.count(1)
        self.complaints: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and return its result."""
        number = next(self._ids)
        self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._connection.recv())
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result
            self._note(message)

    def open(self, url: str) -> None:
        """Go to an address."""
        self.call("Page.navigate", url=url)

    def evaluate(self, script: str) -> Any:
        """Return the value of an expression."""
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def wait_for(self, script: str, deadline_seconds: float = 30.0) -> None:
        """Wait until an expression is true."""
        wait_until(lambda: bool(self.evaluate(script)), script, deadline_seconds)

    def _note(self, message: dict[str, Any]) -> None:
        parameters = message.get("params", {})
        if message.get("method") == "Runtime.exceptionThrown":
            self.complaints.append(json.dumps(parameters["exceptionDetails"])[:500])
        if message.get("method") == "Log.entryAdded" and parameters["entry"]["level"] == "error":
            self.complaints.append(parameters["entry"]["text"])


@contextmanager
def chromium_running(folder: Path) -> Iterator[Tab]:
    """Run a browser with a fresh profile and give its first tab."""
    port = free_port()
    command = [
        find_program("chromium"),
        *_FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        f"--remote-debugging-port={port}",
        "about:blank",
    ]
    with running(command, port, folder, lambda: bool(_pages(port))):
        connection = websocket.create_connection(_pages(port)[0]["webSocketDebuggerUrl"], timeout=30)
        try:
            yield Tab(connection)
        finally:
            connection.close()


def _pages(port: int) -> list[dict[str, Any]]:
    targets = requests.get(f"http://127.0.0.1:{port}/json", timeout=2).json()
    return [target for target in targets if target["type"] == "page"]
