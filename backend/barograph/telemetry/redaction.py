"""Keeps secrets out of logs, whatever somebody hands to a logger."""

import re
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any

from pydantic import SecretStr

__all__ = ["HIDDEN", "redact", "redact_event"]

HIDDEN = "[hidden]"
_SECRET_NAME = re.compile(
    r"passw|secret|token|authorization|api[-_]?key|cookie|credential|private|signature|grafana[-_]id", re.I
)
_SECRET_TEXTS = (
    # An address with a password: ://user:password@
    (re.compile(r"(://[^\s/:@]*):[^\s/@]+@"), rf"\1:{HIDDEN}@"),
    (re.compile(r"\b(Bearer|Basic|Token)\s+[\w.~+/=-]{6,}", re.I), rf"\1 {HIDDEN}"),
    # A JSON web token, with or without its signature.
    (re.compile(r"\beyJ[\w-]{5,}\.[\w-]{5,}(\.[\w-]*)?"), HIDDEN),
    (re.compile(r"\bbg_[\w-]{16,}"), HIDDEN),
    (
        re.compile(
            r"([?&;\s\"'](?:\w*(?:password|secret|token|api_?key))[\"']?\s*[=:]\s*[\"']?)[^\s&\"',;]+", re.I
        ),
        rf"\1{HIDDEN}",
    ),
)
_DEEPEST = 8


def redact_event(_logger: object, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Redact one line of the log; a processor of structlog."""
    return {name: redact(value, name) for name, value in event.items()}


def redact(value: object, name: str = "", depth: int = 0) -> object:
    """Return the value without secrets: by the name it has, and by what its text looks like."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, SecretStr) or (name and _SECRET_NAME.search(name)):
        return HIDDEN
    if isinstance(value, Mapping | list | tuple | set | frozenset) and depth < _DEEPEST:
        return _redact_inside(value, depth + 1)
    return _redact_text(value.decode(errors="replace") if isinstance(value, bytes) else str(value))


def _redact_inside(value: Mapping[Any, Any] | Iterable[object], depth: int) -> object:
    if isinstance(value, Mapping):
        return {str(key): redact(item, str(key), depth) for key, item in value.items()}
    return [redact(item, "", depth) for item in value]


def _redact_text(text: str) -> str:
    for pattern, replacement in _SECRET_TEXTS:
        text = pattern.sub(replacement, text)
    return text
