"""The REST API as methods: one call each, answers as JSON values, errors of the one tree."""

from collections.abc import Iterator, Mapping
from typing import Any

import requests

from barograph.errors import (
    BarographError,
    Forbidden,
    NotFound,
    RateLimited,
    ServiceUnreachable,
    Unauthenticated,
    ValidationFailed,
)

__all__ = ["BarographClient"]

_BY_STATUS: dict[int, type[BarographError]] = {
    401: Unauthenticated,
    403: Forbidden,
    404: NotFound,
    422: ValidationFailed,
    429: RateLimited,
}
_SERVER_ERROR = 500
_Parameters = Mapping[str, str | int | float]


class BarographClient:
    """Speaks with one Barograph; use it as a context manager, or close it."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8427",
        api_key: str | None = None,
        *,
        timeout_seconds: float = 30.0,
        session: requests.Session | None = None,
    ) -> None:
        self._url = url.rstrip("/")
        self._timeout_seconds = timeout_seconds
        self._session = session or requests.Session()
        if api_key is not None:
            self._session.headers["Authorization"] = f"Bearer {api_key}"

    def __enter__(self) -> "BarographClient":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def get(self, path: str, parameters: _Parameters | None = None) -> dict[str, Any]:
        """Return what a GET of ``/api/v1/<path>`` answers."""
        return self._ask("GET", path, parameters=parameters)

    def post(self, path: str, body: object = None) -> dict[str, Any]:
        """Return what a POST to ``/api/v1/<path>`` answers."""
        return self._ask("POST", path, body=body)

    def delete(self, path: str) -> dict[str, Any]:
        """Delete what stands at ``/api/v1/<path>``."""
        return self._ask("DELETE", path)

    def each(self, path: str, parameters: _Parameters | None = None) -> Iterator[dict[str, Any]]:
        """Return every item of a list, page by page."""
        cursor: str | None = None
        while True:
            page = self.get(path, {**(parameters or {}), **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page.get("next_cursor")
            if not cursor:
                return

    def detectors(self, **filters: str) -> Iterator[dict[str, Any]]:
        """Return the detectors."""
        return self.each("detectors", filters)

    def anomalies(self, **filters: str) -> Iterator[dict[str, Any]]:
        """Return the anomalies, newest first; filters as in the API, such as ``state="open"``."""
        return self.each("anomalies", filters)

    def incidents(self, **filters: str) -> Iterator[dict[str, Any]]:
        """Return the incidents, newest first."""
        return self.each("incidents", filters)

    def live_ticket(self) -> str:
        """Return a ticket that opens one socket within half a minute."""
        return str(self.post("live/ticket")["ticket"])

    def _ask(
        self, method: str, path: str, parameters: _Parameters | None = None, body: object = None
    ) -> dict[str, Any]:
        address = f"{self._url}/api/v1/{path.lstrip('/')}"
        try:
            answer = self._session.request(
                method, address, params=parameters, json=body, timeout=self._timeout_seconds
            )
            content = answer.json() if answer.content else {}
        except requests.JSONDecodeError as error:
            raise ServiceUnreachable(f"{address} does not answer with JSON. Is it Barograph?") from error
        except requests.RequestException as error:
            raise ServiceUnreachable(
                f"{self._url} can't be reached: {type(error).__name__}. Is `barograph serve` running there?"
            ) from error
        if not answer.ok:
            raise _error_of(answer.status_code, content)
        return dict(content)


def _error_of(status: int, content: Any) -> BarographError:
    body = content.get("error", content) if isinstance(content, dict) else {}
    body = body if isinstance(body, dict) else {}
    message = str(body.get("message") or f"The server answered with status {status}.")
    chosen = _BY_STATUS.get(status, ServiceUnreachable if status >= _SERVER_ERROR else ValidationFailed)
    return chosen(message, detail=dict(body.get("detail") or {}))
