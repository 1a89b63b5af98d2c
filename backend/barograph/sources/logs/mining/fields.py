"""Fields: lines made of names and values, as logfmt, JSON and many programs write them.

The message of such a line is prose and stays; so do the values of fields that name what happened. The other
values are variables, however they look.
"""

import re

import orjson

from barograph.sources.logs.mining.keys import WILDCARD
from barograph.sources.logs.mining.tokens import STEADY_FIELDS

__all__ = [
    "SPEAKING",
    "flatten",
    "has_message",
    "is_logfmt",
    "mask_fields",
    "mask_fields_beside_message",
    "mask_logfmt",
    "mask_quoted_fields",
]

_MESSAGES = (
    "msg",
    "message",
    "log",
    "text",
    "MESSAGE",
    "Message",
    "@message",
    "body",
    "short_message",
    "event",
)
_STEADY = "|".join(STEADY_FIELDS)
SPEAKING = (
    f"{_STEADY}|msg|message|err|error|errmsg|event|reason|cause|action|op|operation|status|state|result|kind"
    "|type|method|text|log|exception|name|event_name|event_type"
)
"""Names of fields whose values say what happened, in a line that says it nowhere else."""
_PLAIN_WORDS = "true|false|null|none|nil|undefined|yes|no|on|off"
_WORD = rf"(?!(?:{_PLAIN_WORDS})\b)[A-Za-z_/][^\s,;()\[\]{{}}\"'=|<>]*"
_QUOTED = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'"


def _fields_but(keys: str, value: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-])(?!(?:{keys})=)([\w.-]+)=(?:{value})", re.IGNORECASE)


_MESSAGE_FIELD = re.compile(r"(?<![\w.-])(?:msg|message)=")
_BESIDE_MESSAGE = f"{_STEADY}|msg|message"
_FIELD_BESIDE_MESSAGE, _FIELD_ALONE = _fields_but(_BESIDE_MESSAGE, _WORD), _fields_but(SPEAKING, _WORD)
_QUOTED_BESIDE_MESSAGE, _QUOTED_ALONE = (
    _fields_but(_BESIDE_MESSAGE, _QUOTED),
    _fields_but(SPEAKING, _QUOTED),
)
_MASKED = rf"\1={WILDCARD}"
_SPEAKING_NAMES = frozenset(SPEAKING.split("|"))
_KEPT_BESIDE_MESSAGE = frozenset((*STEADY_FIELDS, "msg", "message", "event"))
_EMPTY_FIELD = re.compile(r"[A-Za-z][\w.-]*=")
_PLAIN = frozenset(_PLAIN_WORDS.split("|"))
_LOGFMT_NAME = re.compile(r"[\w.@-]+=")
_FEWEST_FIELDS = 3
_FIRST_FIELD = re.compile(r"(?<![^\s(\[{,;])[A-Za-z][\w.-]*=")
_PROSE = re.compile(r"(?<![\w.=-])[A-Za-z]{3,}(?![\w.=-])")
_FEWEST_WORDS = 3
_MESSAGE_OF_LOGFMT = re.compile(rf"(?<!\S)(?:msg|message|event)=(?:{_QUOTED}|[\w.-]+(?!\S))")
_LOGFMT_FIELD = re.compile(rf"(?<!\S)([\w.@-]+)=({_QUOTED}|\S*)")


def has_message(key: str) -> bool:
    """Tell whether a line has a message, as a field or before its fields; then no other field is prose."""
    return _MESSAGE_FIELD.search(key) is not None or _has_sentence(key)


def _has_sentence(key: str) -> bool:
    first = _FIRST_FIELD.search(key)
    return first is not None and len(_PROSE.findall(key, 0, first.start())) >= _FEWEST_WORDS


def mask_fields(word: str) -> str:
    """Replace values in ``name=value``, also empty ones, but those that say what happened."""
    return word + WILDCARD if _EMPTY_FIELD.fullmatch(word) else _FIELD_ALONE.sub(_MASKED, word)


def mask_fields_beside_message(word: str) -> str:
    """Do the same in a line that has a message."""
    return _FIELD_BESIDE_MESSAGE.sub(_MASKED, word)


def mask_quoted_fields(key: str) -> str:
    """Do the same with values in quotes, which may hold blanks."""
    return (_QUOTED_BESIDE_MESSAGE if has_message(key) else _QUOTED_ALONE).sub(_MASKED, key)


def is_logfmt(key: str) -> bool:
    """Tell whether a line is made of fields from its beginning on."""
    return _LOGFMT_NAME.match(key) is not None and key.count("=") >= _FEWEST_FIELDS


def mask_logfmt(key: str) -> str:
    """Write such a line as its level, its logger and its message: other fields may be there or not.

    Without a message the fields stay, and their values are replaced, empty ones and up to the next blank.

    >>> mask_logfmt('level=info user= msg="user signed up" alert=Down[0][active]')
    'level=info msg="user signed up"'
    >>> mask_logfmt("level=info user= took=0ms alert=Down[0][active]").replace(WILDCARD, "<*>")
    'level=info user=<*> took=<*> alert=<*>'
    """
    if _MESSAGE_OF_LOGFMT.search(key) is not None:
        return " ".join(_LOGFMT_FIELD.sub(_keep_sentence, key).split())
    return _LOGFMT_FIELD.sub(_mask_value, key)


def _keep_sentence(field: re.Match[str]) -> str:
    return field[0] if field[1].lower() in _KEPT_BESIDE_MESSAGE else ""


def _mask_value(field: re.Match[str]) -> str:
    name, value = field.groups()
    is_kept = name.lower() in _SPEAKING_NAMES or value.lower() in _PLAIN
    return field[0] if is_kept and value else f"{name}={WILDCARD}"


def flatten(key: str) -> str:
    """Write a JSON object as its level and its message, or else its fields; other text is returned as it is.

    >>> flatten('{"level":"info","msg":"user signed up","user":"ann","age":0}')
    'level=info user signed up'
    """
    if not key.endswith("}"):
        return key
    try:
        fields = orjson.loads(key)
    except orjson.JSONDecodeError:
        return key
    message = next((name for name in _MESSAGES if isinstance(fields.get(name), str)), None)
    if message is None:
        return " ".join(_write(name, value) for name, value in fields.items())
    kept = [
        f"{name}={value}"
        for name, value in fields.items()
        if name in _KEPT_BESIDE_MESSAGE and name != message and isinstance(value, str)
    ]
    return " ".join([*kept, str(fields[message]).split("\n", 1)[0]])


def _write(name: str, value: object) -> str:
    if isinstance(value, str) and name in _SPEAKING_NAMES:
        return f"{name}={value}"
    return f"{name}={str(value).lower() if isinstance(value, bool) else WILDCARD}"
