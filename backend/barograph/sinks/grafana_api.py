"""The part of Grafana's HTTP API that is about annotations."""

from typing import Any

import orjson

from barograph.errors import SourceAnswerInvalid, SourceError
from barograph.sinks.exchange import Exchange
from barograph.sources.http import HttpAnswer, HttpRequest

__all__ = ["AnnotationApi"]

_PATH = "/api/annotations"
_GONE = 404


class AnnotationApi:
    """Finds, makes, changes and removes annotations; raises only ``barograph.errors``."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def find(self, tag: str) -> list[int]:
        """Return the ids of the annotations with a tag, the oldest first."""
        query = {"tags": tag, "type": "annotation", "limit": "100"}
        answer = self._exchange.send(HttpRequest("GET", _PATH, form=query))
        return sorted(int(one["id"]) for one in _read(answer, list))

    def create(self, body: dict[str, Any]) -> int:
        """Make an annotation and return its id."""
        answer = self._exchange.send(HttpRequest("POST", _PATH, body=orjson.dumps(body)))
        return int(_read(answer, dict)["id"])

    def change(self, number: int, body: dict[str, Any]) -> bool:
        """Change an annotation; returns False where there is none any more."""
        return self._try(HttpRequest("PATCH", f"{_PATH}/{number}", body=orjson.dumps(body)))

    def remove(self, number: int) -> bool:
        """Remove an annotation; returns False where there is none any more."""
        return self._try(HttpRequest("DELETE", f"{_PATH}/{number}"))

    def _try(self, request: HttpRequest) -> bool:
        try:
            self._exchange.send(request)
        except SourceError as error:
            if error.detail.get("status") == _GONE:
                return False
            raise
        return True


def _read(answer: HttpAnswer, wanted: type[Any]) -> Any:
    try:
        found = orjson.loads(bytes(answer.body))
    except ValueError as error:
        raise SourceAnswerInvalid(f"{answer.url} answered with something that is not JSON.") from error
    if not isinstance(found, wanted):
        raise SourceAnswerInvalid(f"{answer.url} answered with JSON of another shape.")
    return found
