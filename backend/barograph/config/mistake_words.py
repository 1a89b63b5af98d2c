"""What is wrong with a value that somebody gave, in words of people who never saw our code.

It is the same in files, settings, bodies of requests, and parameters. Values are shown where names or one of
a few words are expected and nowhere else: any other may be a secret.
"""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

__all__ = ["say_first_mistake", "say_mistake", "say_mistakes"]

_SHOWN = 60
_PATTERNS = {
    r"^[a-z0-9]([a-z0-9-]{0,98}[a-z0-9])?$": "lower case letters and digits, with dashes between them",
    r"^[a-zA-Z_][a-zA-Z0-9_]*$": "letters, digits and `_`, no digit first",
}
"""Patterns of names in words; any other is shown as it is."""
_NOT_OF_A_NAME = re.compile(r"[^a-z0-9]+")


def say_mistake(item: Mapping[str, Any]) -> str:
    """Return a sentence for one mistake as pydantic tells it."""
    kind = str(item["type"])
    if plain := _PLAIN.get(kind) or _PLAIN.get(kind.rpartition("_")[0]):
        return plain.format(**item.get("ctx", {}))
    say = _WORDS.get(kind)
    return say(item) if say else _say_otherwise(str(item["msg"]))


def say_mistakes(error: ValidationError) -> list[tuple[str, str]]:
    """Return where each mistake is, with dots between the steps, and its sentence."""
    found = error.errors(include_url=False)
    return [(".".join(map(str, item["loc"])), say_mistake(item)) for item in found]


def say_first_mistake(error: ValidationError) -> str:
    """Return the first mistake with its place, and how many more there are, to its full stop."""
    (where, sentence), *more = say_mistakes(error)
    text = _put_place(where, sentence)
    if more:
        text += f" (and {len(more)} more)"
    return text if text.endswith("?") else f"{text}."


def _put_place(where: str, sentence: str) -> str:
    last = where.rpartition(".")[2]
    if sentence in (f"`{last}` is required", f"there is no `{last}` here"):
        return sentence.replace(f"`{last}`", f"`{where}`")
    return f"`{where}`: {sentence}" if where else sentence


def _say_otherwise(message: str) -> str:
    message = re.sub(r"^(Value error|Assertion failed), ", "", message)
    return re.sub(r"^Input should be", "it must be", message)


def _say_text(item: Mapping[str, Any]) -> str:
    return f"a text is expected here, not {_kind(item['input'])}"


def _say_required(item: Mapping[str, Any]) -> str:
    return f"`{item['loc'][-1]}` is required"


def _say_unknown(item: Mapping[str, Any]) -> str:
    return f"there is no `{item['loc'][-1]}` here"


def _say_shortest(item: Mapping[str, Any]) -> str:
    least = int(item["ctx"]["min_length"])
    return "it can't be empty" if least == 1 else f"it must have {least:,} {_parts(item)} at least"


def _say_longest(item: Mapping[str, Any]) -> str:
    return f"it can have {int(item['ctx']['max_length']):,} {_parts(item)} at most"


def _parts(item: Mapping[str, Any]) -> str:
    return "characters" if str(item["type"]).startswith("string") else "items"


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


_PLAIN = {
    "int": "a whole number such as 10 is expected here",
    "int_from": "a whole number such as 10 is expected here",
    "int_parsing_size": "this number is too large",
    "float": "a number such as 1.5 is expected here",
    "bool": "`true` or `false` is expected here",
    "date": "a date such as 2026-12-24 is expected here",
    "date_from_datetime": "a date such as 2026-12-24 is expected here",
    "time": "a time of day such as 18:30 is expected here",
    "datetime": "a moment such as 2026-12-24T18:30:00Z is expected here",
    "datetime_from_date": "a moment such as 2026-12-24T18:30:00Z is expected here",
    "finite_number": "a number is expected here, neither infinite nor NaN",
    "greater_than_equal": "it must be {ge:,} or more",
    "greater_than": "it must be more than {gt:g}",
    "less_than_equal": "it must be {le:,} or less",
    "less_than": "it must be less than {lt:g}",
    "none_required": "nothing can be chosen here; leave it out",
}
"""Sentences by the type of a mistake, or by what stands before `_parsing`, `_type` and the like."""
_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": _say_required,
    "extra_forbidden": _say_unknown,
    "string_type": _say_text,
    "string_too_short": _say_shortest,
    "string_too_long": _say_longest,
    "too_short": _say_shortest,
    "too_long": _say_longest,
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
