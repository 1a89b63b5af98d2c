"""Values behind a name such as `password`: where they begin and end, and which of them tell no secret."""

import re

__all__ = ["NAMED_MARKERS", "NAMED_VALUE", "NAMES", "mask_named_value"]

NAMES = (
    r"passwords?|passwd|passphrase|passcode|pwd|(?:(?<![a-z])|(?=(?-i:P)))pass(?![a-z])|(?<![a-z])(?:pw|psk|otp)(?![a-z])|secret(?!ar)|token(?!iz)"
    r"|api[ ._-]?key|access[ ._-]?key|account[_-]?key|(?:private|signing|encryption|hmac|master)[_-]?key"
    r"|credential|session[_-]?id|sessid|csrf"
)
"""Names of secrets, alone or as a part of longer names."""
NAMED_MARKERS = (
    "pass",
    "pwd",
    "pw",
    "psk",
    "otp",
    "secret",
    "token",
    "key",
    "credential",
    "session",
    "sessid",
    "csrf",
)
_QUOTED = r"""[bru]{0,2}(?:\\{1,3}"[^"\\]*\\{1,3}"|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_TO_THE_END = r"""[bru]{0,2}\\{0,3}["'][^\n]*"""
_LISTED = r"\[[^\]\n]*\]?|\{[^{}\n]{0,2000}\}"
_BARE = r"""[^\s"'&,;})\]]+"""
NAMED_VALUE = re.compile(
    # The letters that names begin with, so that the many other places of a line are passed over quickly.
    rf"(?=[acehmopst])(?P<name>{NAMES})(?P<rest>[\w-]{{0,64}})(?P<closed>(?:\\{{0,3}}[\"']|%22)?\]?)"
    rf"(?P<sign>[ \t]*(?:=>|:=|==|->|%3D|%3A|[=:])[ \t]*)"
    rf"(?P<value>{_QUOTED}|{_TO_THE_END}|{_LISTED}|{_BARE})",
    re.IGNORECASE,
)

_NO_SECRETS = {
    "true", "false", "null", "none", "nil", "undefined", "yes", "no", "incorrect", "invalid", "wrong",
    "missing", "required", "expired", "empty", "unset", "unknown", "denied", "failed", "mismatch", "enabled",
    "disabled", "changed", "updated", "chauthtok", "get", "post", "put", "head", "patch", "delete",
}  # fmt: skip
_PLACEHOLDER = re.compile(r"<[\w-]+>|<private")
_ABOUT = (
    "type|path|file|filename|dir|name|duration|policy|length|len|size|count|ttl|age|expiry|expires|expires_in"
    "|expires_at|timeout|enabled|required|rotation|usage|url|uri|endpoint|version|format|algorithm|provider"
)
# The last word of a longer name: token_type, secretName, private_key_path.
_SAYS_WHAT_ABOUT = re.compile(
    rf"(?i:(?:\A|[_-])(?:{_ABOUT}))\Z|(?:{'|'.join(word.title() for word in _ABOUT.split('|'))})\Z"
)
_COUNTED = re.compile(r"s|_count|s_\w+", re.IGNORECASE)
_PROSE = re.compile(r"[ \t]+[\"']?(?!\w+=|(?:user|username|login|host|email|account)\b)[a-z]")
_END_OF_PATH = re.compile(r"/[\w.-]{0,64}\Z")
_PATH = re.compile(r"[/~]|[A-Z]:\\")


def mask_named_value(match: re.Match[str]) -> str:
    """Return what stands for a name and its value: the value stays only where it tells no secret."""
    if _is_no_secret(match):
        return match[0]
    return match[0][: match.start("value") - match.start()] + "<secret>"


def _is_no_secret(match: re.Match[str]) -> bool:
    value = match["value"].strip("\\\"'").rstrip(".:!?")
    if not value or value.lower() in _NO_SECRETS or _PLACEHOLDER.fullmatch(value):
        return True
    return _is_about_one(match, value) or _is_prose(match)


def _is_about_one(match: re.Match[str], value: str) -> bool:
    """Tell whether the name is that of something else: a count, a type, a folder, a word of a grammar."""
    name, rest = match["name"].lower(), match["rest"]
    if _SAYS_WHAT_ABOUT.search(rest) is not None:
        return True
    if name == "token":
        before = match.string[max(0, match.start() - 11) : match.start()].lower()
        return before.endswith(("unexpected ", "near ")) or (
            value.isdecimal() and len(value) < 10 and bool(_COUNTED.fullmatch(rest))
        )
    if name in ("pass", "pw", "otp"):
        return value.isdecimal() and len(value) < 4
    return name == "pwd" and _PATH.match(value) is not None


def _is_prose(match: re.Match[str]) -> bool:
    """Tell whether words follow `name: `, as in `open /run/token: permission denied`."""
    if match["sign"] not in (": ", " : ") or match["name"].lower() == "passphrase":
        return False
    if not match["value"].rstrip(".:").isalpha():
        return False
    if _PROSE.match(match.string, match.end()):
        return True
    return _END_OF_PATH.search(match.string, max(0, match.start() - 65), match.start()) is not None
