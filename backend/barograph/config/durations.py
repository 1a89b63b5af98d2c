"""Durations as Prometheus writes them: 30s, 5m, 1h30m, 2w."""

import re
from functools import total_ordering
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

__all__ = ["Duration"]

_UNIT_MS = {
    "ms": 1,
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "y": 31_536_000_000,
}
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_WHOLE = re.compile(r"(?:\d+(?:ms|[smhdwy]))+")


@total_ordering
class Duration:
    """A length of time, kept in milliseconds.

    >>> Duration.parse("1h30m").milliseconds
    5400000
    >>> str(Duration.parse("90s"))
    '1m30s'
    """

    __slots__ = ("milliseconds",)
    milliseconds: int

    def __init__(self, milliseconds: int) -> None:
        object.__setattr__(self, "milliseconds", int(milliseconds))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("a duration can't be changed")

    def __reduce__(self) -> tuple[type["Duration"], tuple[int]]:
        return Duration, (self.milliseconds,)

    @classmethod
    def parse(cls, text: object) -> "Duration":
        """Read a duration; a bare number counts seconds."""
        if isinstance(text, Duration):
            return text
        if isinstance(text, int | float) and not isinstance(text, bool) and text >= 0:
            return cls(round(text * 1000))
        if isinstance(text, str) and text == "0":
            return cls(0)
        if not isinstance(text, str) or not _WHOLE.fullmatch(text):
            raise ValueError(f"{text!r} is not a duration; write it like 30s, 5m, 1h30m or 2w")
        return cls(sum(int(number) * _UNIT_MS[unit] for number, unit in _PART.findall(text)))

    @property
    def seconds(self) -> float:
        """The length in seconds."""
        return self.milliseconds / 1000

    def __str__(self) -> str:
        rest, text = self.milliseconds, ""
        for unit in ("w", "d", "h", "m", "s", "ms"):
            count, rest = divmod(rest, _UNIT_MS[unit])
            text += f"{count}{unit}" if count else ""
        return text or "0s"

    def __repr__(self) -> str:
        return f"Duration({str(self)!r})"

    def __hash__(self) -> int:
        return hash(self.milliseconds)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Duration) and self.milliseconds == other.milliseconds

    def __lt__(self, other: "Duration") -> bool:
        return self.milliseconds < other.milliseconds

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: object) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^{_WHOLE.pattern}$", "examples": ["30s", "5m", "1h30m", "2w"]}
