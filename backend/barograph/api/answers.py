"""Answers: JSON by orjson, and one shape for pages."""

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Response, current_app
from flask.json.provider import JSONProvider

from barograph.storage import Page

__all__ = ["OrjsonProvider", "json_response", "page_body"]

_Item = TypeVar("_Item")
_OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


class OrjsonProvider(JSONProvider):
    """Lets Flask read and write JSON with orjson; NaN becomes null."""

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Write JSON as text."""
        return orjson.dumps(obj, option=_OPTIONS).decode()

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """Read JSON."""
        return orjson.loads(s)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        """Make an answer of what a view returned."""
        body = self._prepare_response_obj(args, kwargs)
        return current_app.response_class(orjson.dumps(body, option=_OPTIONS), mimetype="application/json")


def json_response(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Return an answer with a status and headers."""
    content = orjson.dumps(body, option=_OPTIONS)
    return Response(content, status, headers, mimetype="application/json")


def page_body(page: Page[_Item], to_body: Callable[[_Item], dict[str, Any]]) -> dict[str, Any]:
    """Return the one shape of every page."""
    return {"items": [to_body(item) for item in page.items], "next_cursor": page.next_cursor}
