"""Rules: how secrets look in lines, with markers that a line must hold for a rule to be tried.

Whatever repeats in a pattern is bounded, or ends where the next attempt would begin: a long line must not
hold up the engine.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from barograph.sources.logs.private_keys import MASKED_KEY, PRIVATE_KEY
from barograph.sources.logs.secret_commands import COMMANDS
from barograph.sources.logs.secret_values import NAMED_MARKERS, NAMED_VALUE, NAMES, mask_named_value

__all__ = ["RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What is looked for in lines that hold one of the markers (in small letters), and what replaces it."""

    markers: tuple[str, ...]
    pattern: re.Pattern[str]
    replacement: str | Callable[[re.Match[str]], str]


_QUOTED = r"(?:'(?:[^'\n]|'')*(?:'|$)|\"[^\"\n]*(?:\"|$))"
_HEADER_VALUE = r"[\w.-]+=(?:\\?\"[^\"\\]*\\?\"|[^\s,\"'\\]+)"
_UNITS = r"(?:service|scope|slice|socket|timer|mount|automount|target|device|swap|path)\b"
_DOMAIN = rf"[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,8}}\.(?!{_UNITS})[A-Za-z]{{2,24}}\b(?!\.{_UNITS})"
_PASSWORDS = ("password ", "passwd ", "passphrase ", "passcode ")
_WHOSE = r"(?: (?:for|of)(?: (?:the|user|account|login|role))? [\"']?[\w.@-]{1,64}[\"']?)"
_IS = r"(?:is|was|set to|changed to|reset to)"
_MEASURE = r"v?\d+(?:[.,:]\d+)*(?:[mun]?s|[mhdwy]|mins?|days?|%|[kmgt]?i?b)?(?!\w)"
_ALGORITHM = r"(?:sha|md|utf|base|o?auth|pbkdf|argon|hmac|des|aes|rsa|ldap|krb|tls|ssl)-?\d"
_KEYS = {
    "akia": r"AKIA[A-Z0-9]{16}",
    "asia": r"ASIA[A-Z0-9]{16}",
    "gh": r"gh[pousr]_\w{20,}|github_pat_\w{20,}",
    "xox": r"xox[abeprs]-[\w-]{10,}",
    "xapp-": r"xapp-[\w-]{10,}",
    "aiza": r"AIza[\w-]{35,}",
    "ya29.": r"ya29\.[\w-]{20,}",
    "gocspx-": r"GOCSPX-[\w-]{20,}",
    "_live_": r"[spr]k_live_\w{10,}",
    "_test_": r"[spr]k_test_\w{10,}",
    "whsec_": r"whsec_[\w+/]{16,}",
    "glpat-": r"glpat-[\w-]{20,}",
    "sk-": r"sk-(?:(?:proj|svcacct|admin|ant)-[\w-]{20,}|(?:[a-z]\w{1,9}-){0,3}\w{20,}[\w-]*)",
    "glsa_": r"glsa_\w{20,}",
    "npm_": r"npm_\w{30,}",
    "hvs.": r"hvs\.[\w-]{20,}",
    "sg.": r"SG\.[\w-]{16,}\.[\w-]{16,}",
    "pypi-": r"pypi-[\w-]{30,}",
    "hf_": r"hf_[A-Za-z0-9]{20,}",
    "dop_v1_": r"dop_v1_\w{20,}",
    "dckr_pat_": r"dckr_pat_[\w-]{20,}",
    "services/t": r"(?<=services/)T\w{6,}/B\w{6,}/\w{16,}",
}
RULES = (
    Rule(("-----begin",), PRIVATE_KEY, MASKED_KEY),
    Rule(
        ("</",),
        re.compile(
            rf"(<[\w:.-]{{0,64}}(?:{NAMES})[\w:.-]{{0,64}}(?:\s[^<>]{{0,200}})?>)"
            r"(?:<!\[CDATA\[[^\]]{0,2000}\]\]>|[^<]+)(?=</)",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(("eyj",), re.compile(r"\beyJ[\w-]{6,2000}\.[\w-]{6,}(?:\.[\w-]*)?"), "<jwt>"),
    Rule(tuple(_KEYS), re.compile(rf"\b(?:{'|'.join(_KEYS.values())})"), "<key>"),
    Rule(
        ("://",),
        # A password may hold signs that should be escaped; what looks like a port is none.
        re.compile(r"(?<=://)[^\s/@:\"']*:(?!\d{1,5}(?:[/?#]|$))(?:(?!://)[^\s\"'<>])+(?=@[\w.\[])"),
        "<credentials>",
    ),
    Rule(
        ("@tcp(", "@unix("),
        re.compile(r"(?<![\w.-])[\w.-]{1,64}:[^\s@\"']{1,200}(?=@(?:tcp|unix)\()"),
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
            r"(authorization\\{0,3}[\"']?[ \t]*(?:=>|[:=])[ \t]*[\[({]?\\{0,3}[\"']?)"
            # Words that say what became of it: "authorization: denied because ...".
            r"(?!(?-i:(?!bearer|basic|digest|token|negotiate|apikey)[a-z]+ [a-z]+(?:[ ,.]|$)))"
            rf"((?:[a-z][\w-]{{0,30}}[ \t]+)?)(?:{_HEADER_VALUE}(?:[ \t]*,[ \t]*{_HEADER_VALUE})*"
            r"|[^\s\"',;\\\])}]{6,})",
            re.IGNORECASE,
        ),
        r"\1\2<token>",
    ),
    Rule(
        ("bearer ", "basic ", "digest "),
        re.compile(r"\b((?i:bearer|basic|digest))[ \t]+(?=[\w.~+/-]*[0-9A-Z=_.])[\w.~+/-]{8,}=*(?![\w=])"),
        r"\1 <token>",
    ),
    Rule(
        ("cookie",),
        re.compile(
            r"(cookie\\{0,3}[\"']?[ \t]*(?:=>|[=:])[ \t]*\\{0,3}[\"']?)"
            r"(?!(?:true|false|null|none)(?:[\s\"',;})\]]|$)|<)"
            r"[^\s;\"'\\]+(?:;[ \t]*[\w.-]+=[^\s;\"'\\]*)*",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(
        ("sig=", "signature=", "x-amz-credential=", "x-goog-credential="),
        re.compile(
            r"((?<![\w-])(?:sig|signature|x-(?:amz|goog)-(?:signature|credential))=)[\w%+/.-]{6,}=*",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(
        ("password", "passwd", "passphrase", "identified "),
        # As SQL has it: WITH PASSWORD 'x', IDENTIFIED BY 'x', PASSWORD('x').
        re.compile(
            r"((?:password|passwd|passphrase|\bidentified(?: with \S{1,64})? (?:by|as))"
            rf"(?:[ \t]+|[ \t]*\([ \t]*))[en]?{_QUOTED}",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(
        (*_PASSWORDS, "pwd ", "pass ", "secret ", "token ", "key "),
        # Words follow mostly; a secret has a digit among letters, or a sign that no word has.
        re.compile(
            rf"((?:{NAMES}|(?:private|secret|encryption|signing|master) key)"
            rf"(?:{_WHOSE}(?: {_IS}:?[ \t]+|:[ \t]+)| {_IS}:?[ \t]+)[\"']?)"
            r"(?=\S{0,64}(?:\d\S{0,64}[a-z]|[a-z]\S{0,64}\d|[!@#$%^&*+]))"
            rf"(?!{_MEASURE})[^\s\"',;]+",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(
        (*_PASSWORDS, "requirepass ", "client_secret "),
        # Nothing between: a digit and a letter in one word, which is no algorithm and no path.
        re.compile(
            r"((?:password|passwd|passphrase|passcode|requirepass|client[_-]secret|\bpw)[ \t]+)"
            rf"(?!{_MEASURE}|{_ALGORITHM})(?=[^\s\d]{{0,63}}\d)(?=[^\sa-z]{{0,63}}[a-z])"
            r"[^\s\"',;()<>=:/\\]{6,64}(?![^\s,;.)])",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(
        ("token ", "key "),
        re.compile(
            r"(\b(?:token|(?:api|access) key)[ \t]+)"
            r"(?=[a-z_]{0,63}\d)(?=[\d_]{0,63}[a-z])\w{16,512}(?![\w.:/-])",
            re.IGNORECASE,
        ),
        r"\1<secret>",
    ),
    Rule(NAMED_MARKERS, NAMED_VALUE, mask_named_value),
    Rule(
        ("-pass", "-token", "-secret", "-api"),
        re.compile(
            r"(--(?!no-)(?:[\w-]{0,32}-)?(?:password|passphrase|token|secret|api-key)[ \t]+)[^\s-][^\s]*"
        ),
        r"\1<secret>",
    ),
    Rule(
        ("mysql", "mariadb", "redis-cli"),
        re.compile(
            r"(\b(?:(?:mysql|mariadb)[\w-]{0,16}[ \t](?:[^\n|;]{0,200}?[ \t])?-p"
            r"|redis-cli[ \t](?:[^\n|;]{0,200}?[ \t])?-a[ \t]+))[^\s\"']\S{0,200}"
        ),
        r"\1<secret>",
    ),
    *(Rule(*each) for each in COMMANDS),
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
    Rule(("@",), re.compile(rf"(?<![\w.+%-])[\w.+%-]{{1,64}}@{_DOMAIN}"), "<email>"),
    Rule(("%40",), re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}%40{_DOMAIN}"), "<email>"),
)
