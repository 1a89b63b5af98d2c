"""A target for a real Prometheus: its series are what a test says, and it can go away and come back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.servers.base import free_port

__all__ = ["ScrapeTarget", "scrape_target"]


class ScrapeTarget:
    """Exposes ``series``, each as it is written in PromQL, while it is up."""

    def __init__(self, series: dict[str, float]) -> None:
        self.series = series
        self._port = free_port()
        self._server: ThreadingHTTPServer | None = None
        self._thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._port}"

    def come_up(self) -> None:
        """Listen; where it listened before, it is the same target."""
        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), self._make_handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def go_down(self) -> None:
        """Refuse connections."""
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()
            self._server = None

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        target = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = "".join(f"{name} {value!r}\n" for name, value in target.series.items()).encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args: object) -> None:
                """Keep the tests' output clean."""

        return Handler


@contextmanager
def scrape_target(series: dict[str, float]) -> Iterator[ScrapeTarget]:
    """Run a target until the block ends."""
    target = ScrapeTarget(series)
    target.come_up()
    try:
        yield target
    finally:
        target.go_down()
