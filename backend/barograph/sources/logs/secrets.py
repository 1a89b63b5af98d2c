"""Secrets in lines: masked before anything is stored or shown.

A rule runs only on lines that hold one of its markers; markers that are in no line of a batch cost nothing.
What is masked is replaced by its kind, so that ``password=<secret>`` still tells what the line was about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["mask_secrets"]

# White space for the pattern of cards, and in no line: so no match reaches from one line into the next.
_BORDER = "\x1e"
_CARD_LENGTHS = {"3": (15,), "4": (13, 16, 19), "5": (16,), "6": (16, 19)}


@dataclass(frozen=True, slots=True)
class _Rule:
    markers: tuple[str, ...]
    pattern: re.Pattern[str]
    replacement: str


def _mask_card(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    return "<card>" if len(digits) in _CARD_LENGTHS[digits[0]] and _has_luhn_sum(digits) else match[0]


def _has_luhn_sum(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)
    return total % 10 == 0


_SECRET_NAMES = (
    "password", "passwd", "passphrase", "pwd", "secret", "token", "api_key", "apikey", "api-key",
    "access_key", "accesskey", "access-key", "private_key", "credential", "session_id", "sessionid",
    "set-cookie", "cookie",
)  # fmt: skip
_KEY_MARKS = (
    "AKIA",
    "ASIA",
    "gh",
    "xox",
    "AIza",
    "_live_",
    "_test_",
    "glpat-",
    "sk-",
    "glsa_",
    "npm_",
    "hvs.",
)
_RULES = (
    _Rule(
        ("-----begin",),
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?"
            r"(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
        ),
        "<private key>",
    ),
    _Rule(("eyj",), re.compile(r"\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?"), "<jwt>"),
    _Rule(
        tuple(mark.lower() for mark in _KEY_MARKS),
        re.compile(
            r"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}"
            r"|AIza[\w-]{35}|[spr]k_(?:live|test)_\w{10,}|glpat-[\w-]{20,}|sk-[\w-]{20,}|glsa_\w{20,}"
            r"|npm_\w{30,}|hvs\.[\w-]{20,})"
        ),
        "<key>",
    ),
    _Rule(("://",), re.compile(r"(?<=://)[^\s/@:\"']*:[^\s/@\"']+(?=@)"), "<credentials>"),
    _Rule(
        ("authorization",),
        re.compile(
            r"(authorization\\?[\"']?[ \t]?[:=][ \t]?\\?[\"']?(?:[a-z]+[ \t]+)?)[^\s\"',;]{6,}",
            re.IGNORECASE,
        ),
        r"\1<token>",
    ),
    _Rule(
        ("bearer ", "basic ", "digest "),
        re.compile(r"\b((?i:bearer|basic|digest))[ \t]+(?=[\w.~+/-]*[0-9A-Z=_.])[\w.~+/-]{8,}=*"),
        r"\1 <token>",
    ),
    _Rule(
        _SECRET_NAMES,
        re.compile(
            rf"(?P<name>{'|'.join(_SECRET_NAMES)})(?P<rest>[\w-]*\\?[\"']?[ \t]?(?:[=:]|%3D)[ \t]?)"
            r"(?:\\\"[^\"\\]*\\\"|\"[^\"]*\"|'[^']*'|(?!(?:true|false|null|none|<)\b)[^\s\"'&,;})\]]+)",
            re.IGNORECASE,
        ),
        r"\g<name>\g<rest><secret>",
    ),
    _Rule(
        ("--pass", "--token", "--secret", "--api"),
        re.compile(r"(--(?:password|passphrase|token|secret|api-key)[ \t]+)[^\s-][^\s]*"),
        r"\1<secret>",
    ),
    _Rule(
        ("@",),
        re.compile(r"\b[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"),
        "<email>",
    ),
)
_CARD = re.compile(
    r"(?<![\w.+-])(?:[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,7}|3\d{3}[ -]\d{6}[ -]\d{5})(?![\w-]|\.\d)"
)


def mask_secrets(lines: Sequence[str]) -> list[str]:
    """Return the lines with passwords, tokens, keys, card numbers and addresses of people masked.

    >>> mask_secrets(["login of ann@example.com with password=hunter2"])
    ['login of <email> with password=<secret>']
    """
    masked = list(lines)
    lowered = [line.lower() for line in masked]
    everything = "\n".join(lowered)
    for rule in _RULES:
        markers = [marker for marker in rule.markers if marker in everything]
        if markers:
            _apply(rule, markers, masked, lowered)
    return _mask_cards(masked)


def _apply(rule: _Rule, markers: list[str], masked: list[str], lowered: list[str]) -> None:
    for place, line in enumerate(lowered):
        for marker in markers:
            if marker in line:
                masked[place] = rule.pattern.sub(rule.replacement, masked[place])
                break


def _mask_cards(lines: list[str]) -> list[str]:
    """Mask card numbers in all lines at once: digits are nearly everywhere, so no marker helps."""
    joined = _BORDER.join(lines)
    if joined.count(_BORDER) >= len(lines):
        return [_CARD.sub(_mask_card, line) for line in lines]
    return _CARD.sub(_mask_card, joined).split(_BORDER)
