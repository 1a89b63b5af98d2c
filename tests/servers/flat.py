"""A server that is a Prometheus and a Loki in which nothing happens by itself: every series has one level."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

__all__ = ["FlatServer", "flat_server"]


class FlatServer:
    """Answers range queries on the grid that was asked for; its clock may be ``ahead_seconds`` of ours.

    Each point is 1 before ``rises_at``, in seconds since the epoch, and 9 from then on.
    """

    def __init__(self, ahead_seconds: float, port: int) -> None:
        self.ahead_seconds = ahead_seconds
        self.asked = 0
        self.rises_at = float("inf")
        self.server = ThreadingHTTPServer(("127.0.0.1", port), self._make_handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path: str, form: dict[str, str]) -> object:
        """Return the JSON of an endpoint of either API."""
        self.asked += path.endswith("/query_range")
        match path.removeprefix("/loki").removeprefix("/api/v1"):
            case "/query_range":
                return {"data": {"resultType": "matrix", "result": [self._level(form)]}, "status": "success"}
            case "/query":
                now = time.time() + self.ahead_seconds
                return {"data": {"resultType": "scalar", "result": [now, str(now)]}, "status": "success"}
            case "/labels":
                return {"data": ["app"], "status": "success"}
            case "/status/buildinfo":
                build = {"version": "1.0", "goVersion": "go1"}
                return build if path.startswith("/loki") else {"data": build, "status": "success"}
        return None

    def _level(self, form: dict[str, str]) -> dict[str, object]:
        start, end, step = (round(float(form[name]) * 1000) for name in ("start", "end", "step"))
        moments = [moment / 1000 for moment in range(start, end + 1, step)]
        values = [[moment, "9" if moment >= self.rises_at else "1"] for moment in moments]
        return {"metric": {}, "values": values}

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        flat = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._reply(urlsplit(self.path).query)

            def do_POST(self) -> None:
                self._reply(self.rfile.read(int(self.headers["Content-Length"])).decode())

            def date_time_string(self, timestamp: float | None = None) -> str:
                return super().date_time_string(int(time.time() + flat.ahead_seconds))

            def log_message(self, *args: object) -> None:
                """Keep the tests' output clean."""

            def _reply(self, form: str) -> None:
                fields = {name: values[0] for name, values in parse_qs(form).items()}
                found = flat.answer(urlsplit(self.path).path, fields)
                body = json.dumps(found).encode()
                self.send_response(404 if found is None else 200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler


@contextmanager
def flat_server(ahead_seconds: float = 0.0, port: int = 0) -> Iterator[FlatServer]:
    """Serve until the block ends, on a free port if none is given."""
    flat = FlatServer(ahead_seconds, port)
    thread = threading.Thread(target=flat.server.serve_forever)
    thread.start()
    try:
        yield flat
    finally:
        flat.server.shutdown()
        thread.join()
        flat.server.server_close()
