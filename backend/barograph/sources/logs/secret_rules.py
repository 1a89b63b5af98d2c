"""Rules: how secrets look in lines, with markers that a line must hold for a rule to be tried."""

import re
from dataclasses import dataclass

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for in lines that hold one of the markers (in small letters), and what replaces it."""

    markers: tuple[str, ...]
    pattern: re.Pattern[str]
    replacement: str


_SECRET_NAMES = (
    "password", "passwd", "passphrase", "pwd", "secret", "token", "api_key", "apikey", "api-key",
    "access_key", "accesskey", "access-key", "accountkey", "account_key", "private_key",
    "credential", "session_id", "sessionid", "csrf",
)  # fmt: skip
_COUNTED = r"(?:s|_count|s_\w+)\\?[\"']?[ \t]?[=:][ \t]?\d{1,9}(?![\w.-])"
_NAMES = (
    "|".join(_SECRET_NAMES)
    .replace("|token|", rf"|token(?!{_COUNTED})|")
    .replace("|secret|", "|secret(?!ar)|")
)
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
    "SG.",
    "pypi-",
    "hf_",
    "dop_v1_",
    "services/T",
)
RULES = (
    Rule(
        ("-----begin",),
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?"
            r"(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
        ),
        "<private key>",
    ),
    Rule(("eyj",), re.compile(r"\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?"), "<jwt>"),
    Rule(
        tuple(mark.lower() for mark in _KEY_MARKS),
        re.compile(
            r"\b(?:(?:AKIA|ASIA)[A-Z0-9]{16}|gh[pousr]_\w{20,}|github_pat_\w{20,}|xox[abeprs]-[\w-]{10,}"
            r"|AIza[\w-]{35}|[spr]k_(?:live|test)_\w{10,}|glpat-[\w-]{20,}|sk-[\w-]{20,}|glsa_\w{20,}"
            r"|npm_\w{30,}|hvs\.[\w-]{20,}|SG\.[\w-]{16,}\.[\w-]{16,}|pypi-[\w-]{30,}|hf_[A-Za-z0-9]{20,}"
            r"|dop_v1_\w{20,}|(?<=services/)T\w{6,}/B\w{6,}/\w{16,})"
        ),
        "<key>",
    ),
    Rule(
        ("://",),
        # A password may hold signs that should be escaped; what looks like a port is none.
        re.compile(r"(?<=://)[^\s/@:\"']*:(?!\d{1,5}(?:[/?#]|$))(?:(?!://)[^\s\"'<>])+(?=@[\w.\[])"),
        "<credentials>",
    ),
    Rule(
        ("bot",),
        re.compile(r"(?<=\bbot)\d{6,12}:[\w-]{30,}"),
        "<key>",
    ),
    Rule(
        ("authorization",),
        re.compile(
            r"(authorization\\?[\"']?[ \t]?[:=][ \t]?[\[({]?\\?[\"']?(?:[a-z]+[ \t]+)?)[^\s\"',;\])}]{6,}",
            re.IGNORECASE,
        ),
        r"\1<token>",
    ),
    Rule(
        ("bearer ", "basic ", "digest "),
        re.compile(r"\b((?i:bearer|basic|digest))[ \t]+(?=[\w.~+/-]*[0-9A-Z=_.])[\w.~+/-]{8,}=*"),
        r"\1 <token>",
    ),
    Rule(
        ("cookie",),
        re.compile(
            r"(cookie\\?[\"']?[ \t]?[=:][ \t]?\\?[\"']?)(?!(?:true|false|null|none|<)\b)"
            r"[^\s;\"'\\]+(?:;[ \t]*[\w.-]+=[^\s;\"'\\]*)*",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(
        ("sig=",),
        re.compile(r"(?<=[?&\s]sig=)[\w%+/-]{6,}=*"),
        "<secret>",
    ),
    Rule(
        _SECRET_NAMES,
        re.compile(
            rf"(?P<name>{_NAMES})(?P<rest>[\w-]*\\?[\"']?[ \t]?(?:[=:]|%3D)[ \t]?)"
            r"(?:\\\"[^\"\\]*\\\"|\"(?:[^\"\\]|\\.)*\"|'[^']*'|\{[^}\"]{0,200}\}|(?!(?:true|false|null|none|<)\b)[^\s\"'&,;})\]]+)",
            re.IGNORECASE,
        ),
        r"\g<name>\g<rest><secret>",
    ),
    Rule(
        ("--pass", "--token", "--secret", "--api"),
        re.compile(r"(--(?:password|passphrase|token|secret|api-key)[ \t]+)[^\s-][^\s]*"),
        r"\1<secret>",
    ),
    Rule(
        ("curl ", "wget "),
        re.compile(r"((?:^|\s)(?:-u|--user)[ =][\"']?[^\s:\"']+:)[^\s\"']+"),
        r"\1<secret>",
    ),
    Rule(
        ("sshpass ",),
        re.compile(r"(\bsshpass[ \t]+-p[ \t]*)(?:'[^']*'|\"[^\"]*\"|\S+)"),
        r"\1<secret>",
    ),
    Rule(
        ("@",),
        re.compile(r"\b[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b"),
        "<email>",
    ),
)
