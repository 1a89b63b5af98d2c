"""Label matchers as Alertmanager writes them: service="checkout", pod=~"canary-.*"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from barograph.config.patterns import compile_pattern, fits

__all__ = ["Matcher"]

_SHAPE = re.compile(r'\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|([^"\s]*))\s*')


@dataclass(frozen=True, slots=True)
class Matcher:
    """One condition on one label; a label that is not there has an empty value.

    >>> Matcher.parse('pod=~"canary-.*"').is_met_by({"pod": "canary-7"})
    True
    """

    name: str
    operator: str
    value: str

    @classmethod
    def parse(cls, text: object) -> "Matcher":
        """Read a matcher; quotes around the value may be left out."""
        if isinstance(text, Matcher):
            return text
        found = _SHAPE.fullmatch(text) if isinstance(text, str) else None
        if found is None:
            raise ValueError(
                f'{text!r} is not a matcher; write it like service="checkout" or pod=~"canary-.*"'
            )
        name, operator, quoted, bare = found.groups()
        value = bare if quoted is None else re.sub(r"\\(.)", r"\1", quoted) if "~" not in operator else quoted
        if "~" in operator:
            compile_pattern(value)
        return cls(name, operator, value)

    def is_met_by(self, labels: Mapping[str, str]) -> bool:
        """Tell whether the labels fulfil the condition; patterns must fit the whole value."""
        actual = labels.get(self.name, "")
        is_equal = fits(self.value, actual) if "~" in self.operator else actual == self.value
        return is_equal != self.operator.startswith("!")

    def __str__(self) -> str:
        # In a pattern a backslash already belongs to what follows it.
        bare = r'(\\.)|(")' if "~" in self.operator else r'()(["\\])'
        value = re.sub(bare, lambda found: found[1] or "\\" + found[2], self.value, flags=re.DOTALL)
        return f'{self.name}{self.operator}"{value}"'

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.parse,
            serialization=core_schema.plain_serializer_function_ser_schema(str),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: object) -> dict[str, Any]:
        return {"type": "string", "examples": ['service="checkout"', 'pod=~"canary-.*"']}
