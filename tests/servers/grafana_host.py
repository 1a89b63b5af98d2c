"""A stand-in for Grafana around the built plugin: its pages, and its proxy with users and roles."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.servers.grafana_proxy import ProxyRoutes, SignedUsers, Tunnels, pass_on

__all__ = ["GrafanaHost", "grafana_host"]

REPOSITORY = Path(__file__).parents[2]
_PLUGIN = REPOSITORY / "grafana-plugin"
_DIST = _PLUGIN / "dist"
_PROXY = "/api/datasources/proxy/uid/barograph/"
_TYPES = {
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".map": "application/json",
}
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
<base href="/"></head>
<body class="theme-{theme}"><div id="root"></div>
<script>window.__grafana_public_path__ = '/public/'; window.grafanaBootData = {boot};</script>
<script src="/host/host.js"></script></body></html>"""


@dataclass
class GrafanaHost:
    """Where it listens, and what a test may do to it."""

    bundle: Path
    backend_url: str = ""
    url: str = ""
    users: SignedUsers = field(default_factory=SignedUsers)
    tunnels: Tunnels = field(default_factory=Tunnels)

    def routes(self) -> ProxyRoutes:
        declared = json.loads((_DIST / "datasource" / "plugin.json").read_text())["routes"]
        return ProxyRoutes(declared, self.backend_url)


@contextmanager
def grafana_host(bundle: Path) -> Iterator[GrafanaHost]:
    """Serve until the block ends; set ``backend_url`` once the backend has an address."""
    host = GrafanaHost(bundle)
    handler = type("Handler", (_Handler,), {"host": host})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    host.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield host
    finally:
        host.tunnels.cut()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    host: ClassVar[GrafanaHost]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path.startswith(_PROXY):
            self._proxy(self.path.removeprefix(_PROXY))
        elif path == "/api/signing-keys/keys":
            self.answer(200, json.dumps(self.host.users.public_keys()).encode())
        elif (file := _file_of(path, self.host.bundle)) is not None or path.startswith("/public/"):
            self._send_file(file)
        else:
            self.answer(200, self._page().encode(), "text/html")

    def do_POST(self) -> None:
        if self.path == "/host/line":
            wish = json.loads(self.body())
            self.host.tunnels.mend() if wish["is_whole"] else self.host.tunnels.cut()
            self.answer(200, b"{}")
        else:
            self._proxy(self.path.removeprefix(_PROXY))

    def do_PUT(self) -> None:
        self.do_POST()

    def do_PATCH(self) -> None:
        self.do_POST()

    def do_DELETE(self) -> None:
        self.do_POST()

    def body(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def answer(self, status: int, content: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Keep the tests' output clean."""

    @property
    def role(self) -> str:
        """The role of the signed-in user, which stands in a cookie here."""
        cookie = SimpleCookie(self.headers.get("Cookie", ""))
        return cookie["host_role"].value if "host_role" in cookie else "Admin"

    def _proxy(self, path: str) -> None:
        headers = {"X-Grafana-Id": self.host.users.sign(self.role, self.host.url)}
        route, refusal = self.host.routes().find(self.command, path, self.role)
        if refusal:
            self.body()
            self.answer(403, json.dumps({"message": refusal}).encode())
        elif self.headers.get("Upgrade", "").lower() == "websocket":
            self.close_connection = True
            self.host.tunnels.carry(self, route, headers)
        else:
            status, content, kind = pass_on(self.command, route, self.headers, headers, self.body())
            self.answer(status, content, kind)

    def _page(self) -> str:
        query = parse_qs(urlsplit(self.path).query)
        theme = "light" if query.get("theme") == ["light"] else "dark"
        return _PAGE.format(theme=theme, boot=json.dumps(_boot_data(self.role, theme)))

    def _send_file(self, file: Path | None) -> None:
        if file and file.is_file():
            self.answer(200, file.read_bytes(), _TYPES.get(file.suffix, "application/octet-stream"))
        else:
            self.answer(404, b"{}")


def _file_of(path: str, bundle: Path) -> Path | None:
    """Return the file behind an address, None where the page itself is meant."""
    icons = _PLUGIN / "node_modules/@grafana/ui/dist/public/img/icons"
    folders = {
        "/public/plugins/barograph-anomaly-app/": _DIST,
        "/public/build/img/icons/": icons,
        "/host/dashboards/barograph-": REPOSITORY / "dashboards",
        "/host/": bundle,
    }
    if re.search(r"\.\.", path):
        return None
    found = next((prefix for prefix in folders if path.startswith(prefix)), None)
    return folders[found] / path.removeprefix(found) if found else None


def _boot_data(role: str, theme: str) -> dict[str, Any]:
    user = {"id": 1, "login": role.lower(), "name": role, "orgId": 1, "orgRole": role, "theme": theme}
    user |= {
        "isSignedIn": True,
        "isGrafanaAdmin": False,
        "permissions": {},
        "timezone": "browser",
        "locale": "en-US",
    }
    settings = {"appSubUrl": "", "appUrl": "", "buildInfo": {"version": "12.3.0", "env": "production"}}
    settings |= {"featureToggles": {}, "datasources": {}, "panels": {}, "apps": {}}
    return {"user": user, "settings": settings, "navTree": [], "assets": {"dark": "", "light": ""}}
