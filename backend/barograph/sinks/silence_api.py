"""The part of Alertmanager's API that is about silences."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import orjson

from barograph.errors import SourceAnswerInvalid, SourceError
from barograph.sinks.alerts import to_rfc3339
from barograph.sinks.exchange import Exchange
from barograph.sinks.silence import Matcher, Silence, SilenceOrder
from barograph.sources.http import HttpAnswer, HttpRequest

__all__ = ["SilenceApi"]

_MANY, _ONE = "/api/v2/silences", "/api/v2/silence"
_GONE = 404


class _Matcher(msgspec.Struct, rename="camel"):
    name: str
    value: str
    is_regex: bool = False
    is_equal: bool = True


class _Status(msgspec.Struct):
    state: str


class _Silence(msgspec.Struct, rename="camel"):
    id: str
    status: _Status
    matchers: list[_Matcher]
    starts_at: datetime
    ends_at: datetime
    created_by: str = ""
    comment: str = ""


class SilenceApi:
    """One Alertmanager; raises only ``barograph.errors``."""

    def __init__(self, sink: str, exchange: Exchange) -> None:
        self._sink = sink
        self._exchange = exchange

    def all(self) -> list[Silence]:
        """Return every silence it knows, expired ones included."""
        answer = self._exchange.send(HttpRequest("GET", _MANY))
        return [self._to_silence(one) for one in _decode(answer)]

    def create(self, matchers: Sequence[Matcher], order: SilenceOrder) -> Silence:
        """Make a silence; Alertmanager passes it on to the others of its cluster."""
        body = {
            "matchers": [
                {"name": one.name, "value": one.value, "isRegex": one.is_regex, "isEqual": one.is_equal}
                for one in matchers
            ],
            "startsAt": to_rfc3339(order.starts_ms),
            "endsAt": to_rfc3339(order.ends_ms),
            "createdBy": order.created_by,
            "comment": order.comment,
        }
        answer = self._exchange.send(HttpRequest("POST", _MANY, body=orjson.dumps(body)))
        try:
            number = str(orjson.loads(bytes(answer.body))["silenceID"])
        except (ValueError, KeyError, TypeError) as error:
            raise SourceAnswerInvalid(f"{answer.url} did not say which silence it made.") from error
        return Silence(
            number,
            self._sink,
            "active",
            tuple(matchers),
            order.starts_ms,
            order.ends_ms,
            order.created_by,
            order.comment,
        )

    def expire(self, silence_id: str) -> bool:
        """End a silence; returns False where there is none of this id."""
        try:
            self._exchange.send(HttpRequest("DELETE", f"{_ONE}/{silence_id}"))
        except SourceError as error:
            if error.detail.get("status") == _GONE:
                return False
            raise
        return True

    def _to_silence(self, one: _Silence) -> Silence:
        return Silence(
            id=one.id,
            sink=self._sink,
            state=one.status.state,
            matchers=tuple(Matcher(m.name, m.value, m.is_regex, m.is_equal) for m in one.matchers),
            starts_ms=int(one.starts_at.timestamp() * 1000),
            ends_ms=int(one.ends_at.timestamp() * 1000),
            created_by=one.created_by,
            comment=one.comment,
        )


def _decode(answer: HttpAnswer) -> list[_Silence]:
    try:
        return msgspec.json.decode(bytes(answer.body), type=list[_Silence])
    except msgspec.DecodeError as error:
        raise SourceAnswerInvalid(
            f"{answer.url} answered with something that is no list of silences."
        ) from error
