import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from barograph.client import BarographClient
from barograph.errors import BarographError, NotFound, ServiceUnreachable, Unauthenticated, ValidationFailed

PAGES = {
    "/api/v1/anomalies?state=open": {"items": [{"n": 1}, {"n": 2}], "next_cursor": "c"},
    "/api/v1/anomalies?state=open&cursor=c": {"items": [{"n": 3}], "next_cursor": None},
    "/api/v1/detectors": {"items": [], "next_cursor": None},
    "/api/v1/incidents": {"items": [], "next_cursor": None},
}
ERRORS = {"/api/v1/gone": 404, "/api/v1/secret": 401, "/api/v1/broken": 500, "/api/v1/wrong": 400}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in ERRORS:
            self.answer(ERRORS[self.path], {"error": {"message": self.path, "detail": {"a": 1}}})
        elif self.path == "/api/v1/html":
            self.answer(200, None)
        else:
            self.answer(200, PAGES[self.path])

    def do_POST(self) -> None:
        self.answer(200, {"ticket": self.headers["Authorization"]})

    def do_DELETE(self) -> None:
        self.send_response(204)
        self.end_headers()

    def answer(self, status: int, body: object) -> None:
        content = b"<html>" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_arguments: object) -> None:
        """Stay quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_list_is_read_page_by_page(url: str) -> None:
    with BarographClient(url) as client:
        assert [item["n"] for item in client.anomalies(state="open")] == [1, 2, 3]
        assert list(client.detectors()) == list(client.incidents()) == []


def test_the_key_goes_into_a_header(url: str) -> None:
    with BarographClient(url, "bg_key") as client:
        assert client.live_ticket() == "Bearer bg_key"
        assert client.delete("detectors/shop") == {}


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("gone", NotFound),
        ("secret", Unauthenticated),
        ("broken", ServiceUnreachable),
        ("wrong", ValidationFailed),
        ("html", ServiceUnreachable),
    ],
)
def test_a_refusal_is_an_error_of_the_tree(url: str, path: str, error: type[BarographError]) -> None:
    with BarographClient(url) as client, pytest.raises(error):
        client.get(path)


def test_nobody_there_is_said_with_the_remedy() -> None:
    with BarographClient("http://127.0.0.1:1") as client, pytest.raises(ServiceUnreachable, match="serve"):
        client.get("detectors")
