"""Where a request comes from, as browsers tell: programs send no Origin, pages can't help it."""

from collections.abc import Collection

from flask import Request

__all__ = ["is_foreign_page"]


def is_foreign_page(request: Request, allowed: Collection[str]) -> bool:
    """Tell whether a page of another site sent this: a browser lends it its place in the network."""
    origin = request.headers.get("Origin")
    return origin is not None and origin not in allowed and origin.partition("://")[2] != request.host
