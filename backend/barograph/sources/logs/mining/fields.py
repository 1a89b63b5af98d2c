"""Fields: lines made of names and values, as logfmt, JSON and many programs write them.

The message of such a line is prose and stays; so do the values of fields that name what happened. The other
values are variables, however they look.
"""

import re

import orjson

from barograph.sources.logs.mining.keys import WILDCARD

__all__ = ["flatten", "has_message", "mask_fields", "mask_fields_beside_message", "mask_quoted_fields"]

_MESSAGES = ("msg", "message", "log", "text", "MESSAGE", "Message", "@message", "body", "short_message")
_LEVELS = "level|lvl|severity|levelname|log.level|loglevel"
_SPEAKING = (
    f"{_LEVELS}|msg|message|err|error|errmsg|event|reason|cause|action|op|operation|status|state|result|kind"
    "|type|method|text|log|exception|name|event_name|event_type"
)
_PLAIN_WORDS = "true|false|null|none|nil|undefined|yes|no|on|off"
_WORD = rf"(?!(?:{_PLAIN_WORDS})\b)[A-Za-z_/][^\s,;()\[\]{{}}\"'=|<>]*"
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'"


def _fields_but(keys: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?!(?:{keys})=)([\w.-]+)=(?:{value})", re.IGNORECASE)


_MESSAGE_FIELD = re.compile(r"(?<![\w.-])(?:msg|message)=")
_BESIDE_MESSAGE, _ALONE = f"{_LEVELS}|msg|message", _SPEAKING
_FIELD_BESIDE_MESSAGE, _FIELD_ALONE = _fields_but(_BESIDE_MESSAGE, _WORD), _fields_but(_ALONE, _WORD)
_QUOTED_BESIDE_MESSAGE, _QUOTED_ALONE = _fields_but(_BESIDE_MESSAGE, _QUOTED), _fields_but(_ALONE, _QUOTED)
_MASKED = rf"\1={WILDCARD}"
_SPEAKING_NAMES = frozenset(_SPEAKING.split("|"))
_LEVEL_NAMES = frozenset(_LEVELS.split("|"))


def has_message(key: str) -> bool:
    """Tell whether a line has a field with a message; then no other field but the level is prose."""
    return _MESSAGE_FIELD.search(key) is not None


def mask_fields(word: str) -> str:
    """Replace values in ``name=value`` with the wildcard, but those that say what happened."""
    return _FIELD_ALONE.sub(_MASKED, word)


def mask_fields_beside_message(word: str) -> str:
    """Do the same in a line that has a message."""
    return _FIELD_BESIDE_MESSAGE.sub(_MASKED, word)


def mask_quoted_fields(key: str) -> str:
    """Do the same with values in quotes, which may hold blanks."""
    return (_QUOTED_BESIDE_MESSAGE if has_message(key) else _QUOTED_ALONE).sub(_MASKED, key)


def flatten(key: str) -> str:
    """Write a JSON object as its message and its fields; anything else is returned as it is.

    >>> flatten('{"level":"info","msg":"user signed up","user":"ann","age":0}').replace(WILDCARD, "<*>")
    'level=info user signed up user=<*> age=<*>'
    """
    if not key.endswith("}"):
        return key
    try:
        fields = orjson.loads(key)
    except orjson.JSONDecodeError:
        return key
    message = next((name for name in _MESSAGES if isinstance(fields.get(name), str)), None)
    kept = _SPEAKING_NAMES if message is None else _LEVEL_NAMES
    return " ".join(_write(name, value, name == message, name in kept) for name, value in fields.items())


def _write(name: str, value: object, is_message: bool, is_kept: bool) -> str:
    if is_message:
        return str(value).split("\n", 1)[0]
    if is_kept and isinstance(value, str):
        return f"{name}={value}"
    return f"{name}={str(value).lower() if isinstance(value, bool) else WILDCARD}"
