"""Loki's JSON, read by types."""

from typing import Any, TypeVar

import msgspec

from barograph.domain import Labels
from barograph.errors import SourceAnswerInvalid
from barograph.sources.logs.line import LONGEST_TEXT, LogLine

__all__ = ["Pattern", "decode", "decode_data", "decode_patterns", "decode_streams", "decode_tail"]

_Type = TypeVar("_Type")
_ADDED_BY_LOKI = "detected_level"


class _Apart(msgspec.Struct):
    structured: dict[str, str] = msgspec.field(name="structuredMetadata", default_factory=dict)
    parsed: dict[str, str] = msgspec.field(default_factory=dict)


class _Stream(msgspec.Struct):
    stream: dict[str, str]
    values: list[list[str | _Apart]]


class _Streams(msgspec.Struct):
    result: list[_Stream]
    kind: str = msgspec.field(name="resultType", default="")


class _StreamsAnswer(msgspec.Struct):
    data: _Streams


class _Dropped(msgspec.Struct):
    timestamp: str


class TailMessage(msgspec.Struct):
    """What a tail sends: lines, and the times of lines that it dropped because we were slow."""

    streams: list[_Stream] | None = None
    dropped_entries: list[_Dropped] | None = None


class Pattern(msgspec.Struct):
    """A pattern that Loki found, with its counts in seconds since the epoch."""

    pattern: str
    samples: list[tuple[int, int]]
    level: str = ""


class _Data(msgspec.Struct):
    data: Any = None


class _PatternsAnswer(msgspec.Struct):
    data: list[Pattern]


def decode(body: bytes | bytearray | str, kind: type[_Type]) -> _Type:
    """Read JSON as a type."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceAnswerInvalid(
            f"Loki's answer is not the JSON that its API promises ({error}). "
            "Check that the address leads to Loki itself, and what stands in front of it.",
            detail={"reason": str(error)},
        ) from error


def decode_data(body: bytearray) -> Any:
    """Return what stands under ``data``, as plain values."""
    return decode(body, _Data).data


def decode_patterns(body: bytearray) -> list[Pattern]:
    """Return the patterns of an answer."""
    return decode(body, _PatternsAnswer).data


def decode_streams(body: bytearray) -> list[LogLine]:
    """Return the lines of a log query, in order of time and, at the same time, of their streams."""
    streams = decode(body, _StreamsAnswer).data
    if streams.kind != "streams":
        raise SourceAnswerInvalid(
            f"A query for lines was answered with a {streams.kind or 'nameless'} result. "
            'Write a log query such as {app="shop"} without an aggregation around it.'
        )
    return _lines_of(streams.result)


def decode_tail(message: str | bytes) -> tuple[list[LogLine], list[int]]:
    """Return the lines of a tail's message, and the times in nanoseconds of lines that were dropped."""
    read = decode(message, TailMessage)
    return _lines_of(read.streams or []), [int(each.timestamp) for each in read.dropped_entries or []]


def _apart_of(value: list[str | _Apart]) -> dict[str, str]:
    apart = value[2] if len(value) > 2 else None
    return {**apart.structured, **apart.parsed} if isinstance(apart, _Apart) else {}


def _lines_of(streams: list[_Stream]) -> list[LogLine]:
    lines: list[LogLine] = []
    for stream in sorted(streams, key=lambda each: sorted(each.stream.items())):
        stream.stream.pop(_ADDED_BY_LOKI, None)
        labels = Labels(stream.stream)
        lines += [
            LogLine(int(str(value[0])), labels, str(value[1])[:LONGEST_TEXT], _apart_of(value))
            for value in stream.values
        ]
    lines.sort(key=lambda line: line.time_ns)
    return lines
