"""A double of Grafana that keeps annotations as the real one does, or the real one itself."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import requests

__all__ = ["Grafana", "grafana_running"]

_TOKEN = "glsa_of_tests"
_REAL = "GRAFANA_URL"


@dataclass
class Grafana:
    """Where it is, how to sign in, and what went wrong on purpose: ``lost`` answers come too late."""

    url: str
    auth: dict[str, str]
    kept: dict[int, dict[str, Any]] = field(default_factory=dict)
    lost: int = 0
    made: int = 0

    def annotations(self, tag: str) -> list[dict[str, Any]]:
        """Return what a dashboard would show for a tag, the oldest first."""
        return sorted(self._ask("GET", f"?{urlencode({'tags': tag})}"), key=lambda one: one["id"])

    def remove(self, number: int) -> None:
        """Remove an annotation, as people do."""
        self._ask("DELETE", f"/{number}")

    def _ask(self, method: str, path: str) -> Any:
        token = self.auth.get("bearer_token")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        basic = None if token else (self.auth["username"], self.auth["password"])
        url = f"{self.url}/api/annotations{path}"
        answer = requests.request(method, url, headers=headers, auth=basic, timeout=10)
        answer.raise_for_status()
        return answer.json()


@contextmanager
def grafana_running() -> Iterator[Grafana]:
    """Give a double, or the real Grafana at ``GRAFANA_URL`` with admin/admin."""
    if _REAL in os.environ:
        yield Grafana(os.environ[_REAL], {"username": "admin", "password": "admin"})
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    grafana = Grafana(f"http://127.0.0.1:{server.server_port}", {"bearer_token": _TOKEN})
    server.RequestHandlerClass = _handler_of(grafana)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield grafana
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler_of(grafana: Grafana) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = set(parse_qs(urlsplit(self.path).query).get("tags", []))
            found = [one for one in grafana.kept.values() if wanted <= set(one["tags"])]
            self._answer(200, sorted(found, key=lambda one: -one["id"]))

        def do_POST(self) -> None:
            body = self._body()
            grafana.made += 1
            end = body.get("timeEnd") or body["time"]
            grafana.kept[grafana.made] = {"id": grafana.made, **body, "timeEnd": end}
            self._answer(200, {"message": "Annotation added", "id": grafana.made})

        def do_PATCH(self) -> None:
            body, number = self._body(), int(self.path.rpartition("/")[2])
            if number not in grafana.kept:
                self._answer(404, {"message": "Could not find annotation to update"})
                return
            grafana.kept[number].update(body)
            self._answer(200, {"message": "Annotation patched"})

        def do_DELETE(self) -> None:
            is_there = grafana.kept.pop(int(self.path.rpartition("/")[2]), None) is not None
            self._answer(200 if is_there else 404, {"message": "Annotation deleted"})

        def _body(self) -> dict[str, Any]:
            body: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            return body

        def _answer(self, status: int, body: object) -> None:
            if self.headers["Authorization"] != f"Bearer {_TOKEN}":
                status, body = 401, {"message": "Unauthorized"}
            if grafana.lost and self.command == "POST":
                grafana.lost -= 1
                self.close_connection = True
                return
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Keep the tests' output clean."""

    return Handler
