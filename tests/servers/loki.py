"""A Loki in memory: it serves and tails lines as a real one does; the rest is what a real one answered."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, Response, request
from flask_sock import Sock
from simple_websocket import ConnectionClosed, Server
from werkzeug.serving import make_server

__all__ = ["LokiDouble", "recorded", "serving_loki"]

_RECORDINGS = Path(__file__).parent / "recordings" / "loki"
Line = tuple[int, dict[str, str], str]


def recorded(name: str) -> dict[str, Any]:
    """Return a recorded call: the request and the response of a real Loki."""
    call: dict[str, Any] = json.loads((_RECORDINGS / f"{name}.json").read_text())
    return call


@dataclass
class LokiDouble:
    """What it holds and what was asked of it. A tail gets the lines pushed after it was opened."""

    port: int = 0
    page_limit: int = 5_000
    lines: list[Line] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    next_answer: dict[str, Any] | None = None
    tails: list[Server] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    is_down: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def push(self, time_ns: int, text: str, *, is_sent: bool = True, **labels: str) -> None:
        """Store a line and, unless the network loses it, send it to the tails."""
        line = (time_ns, labels or {"app": "shop"}, text)
        with self.lock:
            self.lines.append(line)
            tails = list(self.tails) if is_sent else []
            dropped, self.dropped = self.dropped, []
        for tail in tails:
            message: dict[str, Any] = {"streams": _streams([line], apart=False)}
            if dropped:
                message["dropped_entries"] = [{"labels": "{}", "timestamp": str(each)} for each in dropped]
            tail.send(json.dumps(message))

    def break_tails(self) -> None:
        """Cut every tail without a word."""
        with self.lock:
            broken, self.tails = self.tails, []
        for tail in broken:
            tail.sock.shutdown(2)

    def query(self, form: dict[str, str]) -> tuple[Any, int]:
        """Answer a query for lines, or with a recording where the query is a metric."""
        if not form["query"].startswith("{"):
            return recorded("matrix_rate")["response"]["body"], 200
        limit = int(form.get("limit", 100))
        if limit > self.page_limit:
            return (
                f"max entries limit per query exceeded, limit > max_entries_limit_per_query ({limit} > 5000)",
                400,
            )
        start, end = int(form["start"]), int(form["end"])
        with self.lock:
            inside = sorted((line for line in self.lines if start <= line[0] < end), key=lambda line: line[0])
        if form.get("direction") != "forward":
            inside.reverse()
        apart = "categorize-labels" in request.headers.get("X-Loki-Response-Encoding-Flags", "")
        data = {"resultType": "streams", "result": _streams(inside[:limit], apart=apart), "stats": {}}
        return {"status": "success", "data": data}, 200


def _streams(lines: list[Line], *, apart: bool) -> list[dict[str, Any]]:
    """Group lines as Loki does: what it detects is a label unless it is asked for apart."""
    found: dict[str, dict[str, Any]] = {}
    for time_ns, labels, text in lines:
        detected = {"detected_level": "error" if "error" in text else "info"}
        stream = labels if apart else labels | detected
        entry = found.setdefault(json.dumps(stream), {"stream": stream, "values": []})
        value: list[Any] = [str(time_ns), text]
        entry["values"].append([*value, {"structuredMetadata": detected}] if apart else value)
    return list(found.values())


_RECORDED = {
    "labels": "labels",
    "label/pod/values": "label_values",
    "series": "series",
    "index/stats": "stats",
    "index/volume": "volume",
    "patterns": "patterns",
    "query": "vector_instant",
    "format_query": "format_query",
    "status/buildinfo": "buildinfo",
}


def _make_app(double: LokiDouble) -> Flask:
    app = Flask("loki")

    @app.route("/loki/api/v1/<path:path>", methods=["GET", "POST"])
    def answer(path: str) -> Response:
        form = request.values.to_dict()
        double.requests.append({"path": path, "form": form, "headers": dict(request.headers)})
        if double.next_answer is not None:
            call, double.next_answer = double.next_answer["response"], None
            body, status, kind = call["body"], call["status"], call["content_type"]
        elif double.is_down:
            body, status, kind = "empty ring", 500, "text/plain"
        else:
            body, status = (
                double.query(form)
                if path == "query_range"
                else (recorded(_RECORDED[path])["response"]["body"], 200)
            )
            kind = "application/json; charset=UTF-8" if status == 200 else "text/plain; charset=utf-8"
        return Response(body if isinstance(body, str) else json.dumps(body), status, content_type=kind)

    @Sock(app).route("/loki/api/v1/tail")
    def tail(socket: Server) -> None:
        with double.lock:
            double.tails.append(socket)
            double.requests.append(
                {"path": "tail", "form": request.args.to_dict(), "headers": dict(request.headers)}
            )
        try:
            while True:
                socket.receive()
        except ConnectionClosed:
            with double.lock:
                double.tails = [each for each in double.tails if each is not socket]

    return app


@contextmanager
def serving_loki() -> Iterator[LokiDouble]:
    """Serve an empty Loki until the block ends."""
    double = LokiDouble()
    server = make_server("127.0.0.1", 0, _make_app(double), threaded=True)
    double.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        double.break_tails()
        server.shutdown()
        thread.join(timeout=5)
        server.server_close()
