"""Requests: strict JSON, strict text, and an id for each."""

import re
import secrets
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson
from flask import Request, g
from werkzeug.exceptions import RequestEntityTooLarge

from barograph.errors import MalformedJson, PayloadTooLarge, UnsupportedMediaType, ValidationFailed
from barograph.security import Identity

__all__ = [
    "ApiRequest",
    "check_address",
    "identity",
    "read_bytes",
    "refuse_renaming",
    "request_id",
    "request_id_of",
]

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_NUL_IN_JSON = b"\\u0000"


class ApiRequest(Request):
    """A request whose body is JSON in UTF-8, or an error that says what is wrong with it."""

    def get_json(self, force: bool = False, silent: bool = False, cache: bool = True) -> Any:
        """Return the body; raises for any other content, whatever the caller asked."""
        if not self.is_json:
            raise UnsupportedMediaType(detail={"content_type": self.mimetype or "none"})
        body = self._read_body(cache)
        if _NUL_IN_JSON in body:
            raise ValidationFailed("Text may not hold the character NUL.")
        try:
            return orjson.loads(body)
        except orjson.JSONDecodeError as error:
            detail = {"reason": error.msg, "line": error.lineno, "column": error.colno}
            raise MalformedJson(detail=detail) from error

    def _read_body(self, cache: bool) -> bytes:
        limit = self.max_content_length
        try:
            body = self.get_data(cache=cache)
        except RequestEntityTooLarge as error:
            raise PayloadTooLarge(detail={"limit_bytes": limit}) from error
        # Of a body that does not tell its length Werkzeug silently leaves out what is over the limit.
        if self.content_length is None and limit is not None and len(body) >= limit:
            raise PayloadTooLarge(detail={"limit_bytes": limit})
        return body


def read_bytes(request: Request, limit_bytes: int) -> bytes:
    """Return a body that is a file; it may be larger than JSON may."""
    request.max_content_length = limit_bytes
    try:
        content = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise PayloadTooLarge(detail={"limit_bytes": limit_bytes}) from error
    if request.content_length is None and len(content) >= limit_bytes:
        raise PayloadTooLarge(detail={"limit_bytes": limit_bytes})
    return content


def request_id_of(request: Request) -> str:
    """Return the id the caller gave, where it is one, or a new one."""
    given = request.headers.get("X-Request-Id", "")
    return given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def check_address(request: Request) -> None:
    """Refuse an address that is no text: what is left out silently would filter by something else."""
    raw = request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.full_path
    try:
        text = unquote_to_bytes(str(raw)).decode("utf-8")
    except UnicodeDecodeError as error:
        raise ValidationFailed("The address is not UTF-8. Encode it so before percent-encoding.") from error
    if "\x00" in text:
        raise ValidationFailed("The address may not hold the character NUL.")


def refuse_renaming(name: str, wanted: str) -> None:
    """Refuse a body with another name than that in the address: names are what links and history go by."""
    if wanted != name:
        raise ValidationFailed(
            f"The name can't change: the path says {name!r} and the body {wanted!r}.",
            detail={"fields": [{"field": "name", "message": f"must be {name!r}"}]},
        )


def request_id() -> str:
    """Return the id of this request."""
    found: str = g.get("request_id", "")
    return found


def identity() -> Identity:
    """Return who sent this request."""
    found: Identity = g.identity
    return found
