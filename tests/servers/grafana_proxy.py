"""What Grafana's data-source proxy does to a request, as it was recorded from a real Grafana 12.3."""

import base64
import socket
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from http.client import HTTPMessage
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import ec

__all__ = ["ProxyRoutes", "SignedUsers", "Tunnels", "pass_on"]

_RANKS = {"Viewer": 0, "Editor": 1, "Admin": 2}
_DROPPED = {"host", "cookie", "origin", "referer", "connection", "content-length", "accept-encoding"}
_KEY_ID = "host-es256"


class SignedUsers:
    """Signs who asks, as Grafana does: ES256, ten minutes, and tells its public key."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())

    def sign(self, role: str, issuer: str) -> str:
        now = int(time.time())
        who = {"aud": "org:1", "sub": f"user:{1 + _RANKS[role]}", "username": role.lower(), "role": role}
        claims = {**who, "iss": issuer, "namespace": "default", "iat": now, "exp": now + 600}
        return jwt.encode(claims, self._key, "ES256", {"kid": _KEY_ID})

    def public_keys(self) -> dict[str, Any]:
        numbers = self._key.public_key().public_numbers()
        key = {"use": "sig", "kty": "EC", "kid": _KEY_ID, "crv": "P-256", "alg": "ES256"}
        return {"keys": [{**key, "x": _base64(numbers.x), "y": _base64(numbers.y)}]}


class ProxyRoutes:
    """The routes of the data source's plugin.json: prefix match, the first that fits is taken."""

    def __init__(self, declared: Sequence[Mapping[str, Any]], backend_url: str) -> None:
        self._declared = declared
        self._backend_url = backend_url

    def find(self, method: str, path: str, role: str) -> tuple[str, str]:
        """Return the address behind a path, and why this role may not go there."""
        for route in self._declared:
            if path.startswith(route["path"]) and route.get("method", method) == method:
                if _RANKS[role] < _RANKS[route.get("reqRole") or "Viewer"]:
                    return "", "plugin proxy route access denied"
                target = route["url"].replace("{{ .JsonData.backendUrl }}", self._backend_url)
                return target + path.removeprefix(route["path"]), ""
        return f"{self._backend_url}/{path}", ""


def pass_on(
    method: str, url: str, asked: HTTPMessage, added: Mapping[str, str], body: bytes
) -> tuple[int, bytes, str]:
    """Send a request on and return status, content and type of the answer."""
    headers = {name: value for name, value in asked.items() if name.lower() not in _DROPPED}
    try:
        answer = requests.request(method, url, data=body, headers={**headers, **added}, timeout=30)
    except requests.RequestException:
        return 502, b'{"message":"Bad Gateway"}', "application/json"
    if answer.status_code == requests.codes.unauthorized:
        return 400, b'{"message":"Authentication to data source failed"}', "application/json"
    return answer.status_code, answer.content, answer.headers.get("Content-Type", "application/json")


class Tunnels:
    """Carries WebSockets byte by byte; a test cuts them, and mends the line again."""

    def __init__(self) -> None:
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_cut = False

    def cut(self) -> None:
        """Break every line and refuse new ones."""
        with self._lock:
            self._is_cut = True
            for end in self._open:
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let lines through again."""
        self._is_cut = False

    def carry(self, handler: BaseHTTPRequestHandler, url: str, added: Mapping[str, str]) -> None:
        """Open the line behind and carry both ways until one end closes."""
        if self._is_cut:
            return
        target = urlsplit(url)
        with socket.create_connection((target.hostname or "", target.port or 80)) as behind:
            kept = [(n, v) for n, v in handler.headers.items() if n.lower() not in _DROPPED - {"connection"}]
            head = [f"GET {target.path}?{target.query} HTTP/1.1".replace("? ", " "), f"Host: {target.netloc}"]
            head += [f"{name}: {value}" for name, value in [*kept, *added.items()]]
            behind.sendall("\r\n".join([*head, "", ""]).encode())
            with self._lock:
                self._open |= {behind, handler.connection}
            back = threading.Thread(target=_pump, args=(behind, handler.connection))
            back.start()
            _pump(handler.connection, behind)
            back.join()
            with self._lock:
                self._open -= {behind, handler.connection}


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _base64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode()
