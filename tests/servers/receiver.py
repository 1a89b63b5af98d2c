"""An HTTP server that writes down what it is sent, and answers as a test wants."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

__all__ = ["Delivery", "Receiver", "receiver_running"]


@dataclass(frozen=True)
class Delivery:
    """One POST: its path, headers and body."""

    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return json.loads(self.raw)


@dataclass
class Receiver:
    """What came, in its order; ``status`` is the next answer, and a refused delivery is not written down."""

    url: str
    status: int = 200
    refused: int = 0
    deliveries: list[Delivery] = field(default_factory=list)

    def told(self, label: str = "detector") -> list[tuple[str, str]]:
        """Return status and a label of each alert in webhook payloads."""
        return [
            (alert["status"], alert["labels"].get(label, ""))
            for delivery in self.deliveries
            for alert in delivery.body["alerts"]
        ]


@contextmanager
def receiver_running() -> Iterator[Receiver]:
    """Listen on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if receiver.status < 300:
                receiver.deliveries.append(Delivery(self.path, dict(self.headers), raw))
            else:
                receiver.refused += 1
            self.send_response(receiver.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Keep the tests' output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    receiver = Receiver(f"http://127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
