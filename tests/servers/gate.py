"""A gate before a real server: it lets everything through until a test gives it faults."""

import itertools
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from tests.servers.faults import Reply

__all__ = ["Gate", "gate_before"]

_PASSED_ON = ("Content-Type", "Content-Encoding", "X-Prometheus-Remote-Write-Version")


class Gate:
    """Answers with faults in turn while there are any, else with what the server behind says."""

    def __init__(self, behind: str) -> None:
        self._behind = behind
        self._faults: Iterator[Reply] | None = None
        self.passed = 0
        self._stopping = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def misbehave(self, faults: Sequence[Reply]) -> None:
        """Give these faults, one a request, again and again."""
        self._faults = itertools.cycle(faults)

    def behave(self) -> None:
        """Let everything through again."""
        self._faults = None

    def stop(self) -> None:
        """End what still waits."""
        self._stopping.set()
        self.server.shutdown()
        self.server.server_close()

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        gate = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._pass(b"")

            def do_POST(self) -> None:
                self._pass(self.rfile.read(int(self.headers["Content-Length"])))

            def _pass(self, body: bytes) -> None:
                self.close_connection = True
                if (faults := gate._faults) is not None:
                    next(faults)(self.connection, gate._stopping)
                    return
                headers = {name: self.headers[name] for name in _PASSED_ON if name in self.headers}
                url = f"{gate._behind}{self.path}"
                gate.passed += 1
                answer = requests.request(self.command, url, data=body, headers=headers, timeout=10)
                self.send_response(answer.status_code)
                self.send_header("Content-Type", answer.headers.get("Content-Type", "text/plain"))
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, *args: object) -> None:
                """Keep the tests' output clean."""

        return Handler


@contextmanager
def gate_before(url: str) -> Iterator[Gate]:
    """Stand before a server until the block ends."""
    gate = Gate(url)
    thread = threading.Thread(target=gate.server.serve_forever)
    thread.start()
    try:
        yield gate
    finally:
        gate.stop()
        thread.join()
