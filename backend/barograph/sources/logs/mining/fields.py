"""Fields: lines made of names and values, as logfmt, JSON and many programs write them.

The message of such a line is prose and stays; so do the values of fields that name what happened. The other
values are variables, however they look.
"""

import re

import orjson

from barograph.sources.logs.mining.keys import WILDCARD

__all__ = ["flatten", "mask_fields"]

_MESSAGES = ("msg", "message", "log", "text", "MESSAGE", "Message", "@message", "body", "short_message")
_LEVELS = "level|lvl|severity|levelname|log.level|loglevel"
_SPEAKING = (
    f"{_LEVELS}|msg|message|err|error|errmsg|event|reason|cause|action|op|operation|status|state|result|kind"
    "|type|method|text|log|exception|name|event_name|event_type"
)
_PLAIN_WORDS = "true|false|null|none|nil|undefined|yes|no|on|off"
_WORD = r"[A-Za-z_/][^\s,;()\[\]{}\"'=|<>]*"
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'"


def _values_of_other_keys(keys: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.-])(?!(?:{keys})=)([\w.-]+)=(?:(?!(?:{_PLAIN_WORDS})\b){_WORD}|{_QUOTED})", re.IGNORECASE
    )


_MESSAGE_FIELD = re.compile(r"(?<![\w.-])(?:msg|message)=")
_BESIDE_MESSAGE = _values_of_other_keys(f"{_LEVELS}|msg|message")
_ALONE = _values_of_other_keys(_SPEAKING)
_SPEAKING_NAMES = frozenset(_SPEAKING.split("|"))
_LEVEL_NAMES = frozenset(_LEVELS.split("|"))


def mask_fields(key: str) -> str:
    """Replace values in ``name=value`` with the wildcard, but those that say what happened."""
    pattern = _BESIDE_MESSAGE if _MESSAGE_FIELD.search(key) else _ALONE
    return pattern.sub(rf"\1={WILDCARD}", key)


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
