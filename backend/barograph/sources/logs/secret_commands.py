"""Secrets in commands: `AUTH`, `PASS`, `AUTHENTICATE` and the like, as clients of Redis, SMTP and IRC send.

The names are words of prose, too. So a secret must look like one, or the line must show that it is a command.
"""

import re

__all__ = ["COMMANDS"]

_MECHANISM = (
    r"(?i:PLAIN|LOGIN|CRAM-\w+|DIGEST-\w+|NTLM|X?OAUTH\w*|EXTERNAL|ANONYMOUS|GSSAPI|GSS-SPNEGO|SCRAM-[\w-]+)"
)
# What is encoded has a digit, a sign, or a capital letter behind a small one; words have none.
_ENCODED = r"(?!\d+\b)(?=[A-Za-z]{0,512}(?:[0-9=+/]|(?<=[a-z])[A-Z]))[A-Za-z0-9+/_-]{4,}={0,2}(?![\w+/=])"
_QUOTED = r"(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*')"
_END = r"(?=(?:\\[rn])*[\"'`]|\s*$| SETNAME )"
_SENT = r"(?:[\"'`>]|\b(?:C|[Cc]ommand|cmd|[Ss]en[dt]|[Ee]xecuting)[:=])[ \t]*"
_NAME = r"(?:[\w.@-]{1,64}[ \t]+)?"
_OF_TRANSPORT = (
    r"(?i:v?\d+(?:[.,:]\d+)*(?:[mun]?s|[mhdwy]|%)?|(?:tls|ssl|sha|md|krb|oauth)[\w.-]*)(?![^\s\"'`])"
)
_WORDS = (
    r"(?i:ok|tls|ssl|kerberos|error|fail|failure|success|timeout|command|required|request|response|reply"
    r"|service|server|mechanisms?|method|module|type|user|none|denied|invalid|unknown|\w+(?:ed|ing|ful|able))\b"
)
_ORDINARY = rf"(?!{_MECHANISM}(?![\w+/])|{_OF_TRANSPORT}|{_WORDS}|<)"

COMMANDS: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        ("auth ", "authenticate "),
        re.compile(rf"\b((?i:AUTH(?:ENTICATE)?)[ \t]+{_MECHANISM}[ \t]+)(?!{_MECHANISM}\b){_ENCODED}"),
        r"\1<secret>",
    ),
    (
        ("authenticate ",),
        re.compile(rf"\b(AUTHENTICATE[ \t]+)(?!{_MECHANISM}\b)(?=\S{{8}}){_ENCODED}"),
        r"\1<secret>",
    ),
    (
        ('"auth" ', "'auth' ", '["auth"', "['auth'"),
        re.compile(
            rf"((?:\[[\"']auth[\"'],|[\"']auth[\"'](?=[ \t])))[ \t]*{_QUOTED}(?:,?[ \t]*{_QUOTED})?",
            re.IGNORECASE,
        ),
        r"\1 <secret>",
    ),
    (
        ("auth ",),
        re.compile(
            rf"(?<![\w-])(AUTH[ \t]+{_NAME}){_ORDINARY}(?=[^\s\d]{{0,64}}\d)(?=[^\sA-Za-z]{{0,64}}[A-Za-z])"
            rf"[^\s\"'`=:<>()]{{4,}}{_END}"
        ),
        r"\1<secret>",
    ),
    (
        ("auth ", "pass "),
        re.compile(rf"({_SENT}(?:AUTH[ \t]+{_NAME}|PASS[ \t]+)){_ORDINARY}[^\s\"'`<>()*]+{_END}"),
        r"\1<secret>",
    ),
    (
        ("auth ",),
        re.compile(rf"^(AUTH[ \t]+){_ORDINARY}[^\s\"'`=:<>()]{{4,}}$"),
        r"\1<secret>",
    ),
    (
        ("config set ",),
        re.compile(r"(\bconfig set (?:requirepass|masterauth)[ \t]+)[^\s\"'<]\S*", re.IGNORECASE),
        r"\1<secret>",
    ),
    (
        ("identify ",),
        re.compile(
            r"(\bnickserv\b.{0,20}?\bidentify[ \t]+)[^\s\"'<]+(?:[ \t]+[^\s\"'<]+)?(?=[\"']?\s*$)",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
)
"""Markers, pattern and replacement of each."""
