"""Answers that stay right until something happens: they are kept under the id of the last event."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec

from flask import Response, current_app, request

from barograph.api.answers import json_response
from barograph.api.requests import identity
from barograph.api.services import services
from barograph.telemetry.cache import Cache

__all__ = ["CACHE_NAME", "AnswerCache", "kept_until_next_event"]

CACHE_NAME = "barograph_cache"
AnswerCache = Cache[bytes]
_P = ParamSpec("_P")


def kept_until_next_event(view: Callable[_P, dict[str, Any]]) -> Callable[_P, Response]:
    """Keep what a list answers until the next event, or until the time of the cache is over."""

    @wraps(view)
    def answer(*args: _P.args, **kwargs: _P.kwargs) -> Response:
        cache: AnswerCache = current_app.extensions[CACHE_NAME]
        if not cache.is_on:
            return json_response(view(*args, **kwargs))
        _, newest = services().stores.events.span()
        key = (identity().tenant, request.full_path, newest)
        content = cache.get_or_make(key, lambda: json_response(view(*args, **kwargs)).get_data())
        return Response(content, mimetype="application/json")

    return answer
