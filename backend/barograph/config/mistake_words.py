"""What is wrong with a value of a file, in words of people who never saw our code.

Values are shown where names or one of a few words are expected and nowhere else: any other may be a secret.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

__all__ = ["say_mistake"]

_SHOWN = 60
_PATTERNS = {
    r"^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$": "lower case letters and digits, with dashes between them",
    r"^[a-zA-Z_][a-zA-Z0-9_]*$": "letters, digits and `_`, no digit first",
}
"""Patterns of names in words; any other is shown as it is."""
_NOT_OF_A_NAME = re.compile(r"[^a-z0-9]+")


def say_mistake(item: Mapping[str, Any]) -> str:
    """Return a sentence for one mistake as pydantic tells it."""
    say = _WORDS.get(str(item["type"]))
    return say(item) if say else re.sub(r"^(Value error|Assertion failed), ", "", str(item["msg"]))


def _say_mapping(item: Mapping[str, Any]) -> str:
    return f"keys with values (`key: value`) are expected here, not {_kind(item['input'])}"


def _say_list(item: Mapping[str, Any]) -> str:
    return f"a list (`- value`, or `[value, value]`) is expected here, not {_kind(item['input'])}"


def _say_pattern(item: Mapping[str, Any]) -> str:
    pattern, text = str(item["ctx"]["pattern"]), str(item["input"])
    if pattern not in _PATTERNS:
        return f"it does not fit the pattern {pattern}"
    better = _NOT_OF_A_NAME.sub("-", text.lower()).strip("-")
    hint = f"; how about `{better}`?" if re.fullmatch(pattern, better) else ""
    return f"{_shown(text)} can't be a name here: it has {_PATTERNS[pattern]}{hint}"


def _say_choice(item: Mapping[str, Any]) -> str:
    return _say_one_of(str(item["input"]), str(item["ctx"]["expected"]))


def _say_variant(item: Mapping[str, Any]) -> str:
    return _say_one_of(str(item["ctx"]["tag"]), str(item["ctx"]["expected_tags"]))


def _say_one_of(given: str, expected: str) -> str:
    known = re.findall(r"'([^']*)'", expected) or [expected]
    close = get_close_matches(given, known, n=1)
    hint = f"did you mean `{close[0]}`?" if close else f"known are {', '.join(known)}"
    return f"{_shown(given)} is not known here; {hint}"


def _say_no_variant(item: Mapping[str, Any]) -> str:
    name = str(item["ctx"]["discriminator"]).strip("'")
    return f"`{name}` is required"


def _shown(text: str) -> str:
    return f"`{text}`" if len(text) <= _SHOWN else f"`{text[: _SHOWN - 1]}…`"


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    kinds: dict[type, str] = {str: "a text", list: "a list", dict: "keys with values", bool: "yes or no"}
    return kinds.get(type(value), "a number")


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "model_type": _say_mapping,
    "model_attributes_type": _say_mapping,
    "dict_type": _say_mapping,
    "list_type": _say_list,
    "tuple_type": _say_list,
    "string_pattern_mismatch": _say_pattern,
    "literal_error": _say_choice,
    "enum": _say_choice,
    "union_tag_invalid": _say_variant,
    "union_tag_not_found": _say_no_variant,
}
