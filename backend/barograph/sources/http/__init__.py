"""The way to a server over HTTP, shared by every source."""

from barograph.sources.http.answer import HttpAnswer
from barograph.sources.http.client import HttpClient, HttpRequest
from barograph.sources.http.options import Credentials, HttpOptions, TlsOptions
from barograph.sources.http.statuses import error_of_status

__all__ = [
    "Credentials",
    "HttpAnswer",
    "HttpClient",
    "HttpOptions",
    "HttpRequest",
    "TlsOptions",
    "error_of_status",
]
