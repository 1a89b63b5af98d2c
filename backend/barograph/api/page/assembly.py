"""Puts the page together: style and script go into the document, so that it needs nothing else."""

import base64
import hashlib
from dataclasses import dataclass
from importlib.resources import files

__all__ = ["Page", "assemble"]

# In the order in which they build on each other.
_SCRIPTS = ("format", "chart", "identity", "live", "feed", "states", "theme", "address", "incident", "app")


@dataclass(frozen=True, slots=True)
class Page:
    """The document, and the policy that lets a browser run what is in it and nothing else."""

    html: str
    security_policy: str


def assemble() -> Page:
    """Return the page."""
    style = _read("style.css")
    script = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    html = _read("index.html").replace("{{style}}", style).replace("{{script}}", script)
    policy = (
        f"default-src 'none'; script-src {_hash_of(script)}; style-src 'unsafe-inline'; img-src data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
    return Page(html, policy)


def _read(name: str) -> str:
    return (files("barograph.api.page") / name).read_text(encoding="utf-8")


def _hash_of(content: str) -> str:
    digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
    return f"'sha256-{digest}'"
