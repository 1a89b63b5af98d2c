"""Lines of imagined systems with known truth, made from a seed: variables are words as often as numbers."""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from ruamel.yaml import YAML

__all__ = ["StressSystem", "make_stress"]

_SLOT = re.compile(r"\{(\w+)\}")
_SYLLABLES = (
    "ka lo mi ren tor vas el dun bri os ta fen gar hol is jun kel lam mor nes pol qui ras sol tam "
    "ur vel wen yor zan bel cor dra far gil"
)
_WORD_SLOTS = {
    "user": 60, "service": 40, "product": 50, "city": 40, "provider": 8, "cache": 12, "pool": 9,
    "group": 15, "topic": 25, "job": 25, "tenant": 40, "bucket": 20, "database": 8, "table": 30,
    "plan": 5, "namespace": 10, "module": 7,
}  # fmt: skip
_CHOICES = {
    "level": ("info", "warn", "error", "debug"),
    "verb": ("GET", "POST", "PUT", "DELETE"),
    "status": ("200", "201", "204", "301", "400", "404", "500", "503"),
    "iface": ("eth0", "eth1", "enp3s0", "wlan0", "bond0", "lo"),
    "agent": ("curl/8.5.0", "Mozilla/5.0 (X11; Linux x86_64) Firefox/127.0", "Go-http-client/1.1"),
    "reason": (
        "connection refused", "timed out", "invalid credentials", "no route to host", "broken pipe",
        "insufficient funds", "EOF", "context deadline exceeded",
    ),
    "errno": ("ECONNREFUSED", "ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENOMEM", "EACCES", "EOF"),
    "phrase": ("Your order", "Welcome", "Password reset", "Invoice for you", "We miss you"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class StressSystem:
    """The lines of one imagined system, and the number of the template each came from."""

    name: str
    lines: tuple[str, ...]
    truth: tuple[int, ...]
    templates: tuple[str, ...]


def make_stress(lines: int, seed: int) -> Iterator[StressSystem]:
    """Make so many lines of each system; some templates are frequent and most are rare, as in life."""
    text = resources.files("barograph.bench").joinpath("data/log_stress.yaml").read_text(encoding="utf-8")
    for name, system in YAML(typ="safe", pure=True).load(text).items():
        rng = random.Random(f"{seed} {name}")
        fill = _Filler(rng)
        templates = tuple(system["templates"])
        weights = [1 / (rank + 1) for rank in range(len(templates))]
        rng.shuffle(weights)
        truth = rng.choices(range(len(templates)), weights, k=lines)
        fixed = [fill.choose_fixed() for _ in templates]
        written = tuple(fill.write(system["header"] + templates[each], fixed[each]) for each in truth)
        yield StressSystem(name, written, tuple(truth), templates)


class _Filler:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._pools = {slot: [self._word() for _ in range(size)] for slot, size in _WORD_SLOTS.items()}

    def write(self, template: str, fixed: Mapping[str, str]) -> str:
        """Fill every slot of a template anew, but those that are fixed."""
        return _SLOT.sub(lambda slot: fixed.get(slot[1]) or self._value(slot[1]), template)

    def choose_fixed(self) -> dict[str, str]:
        """Choose what belongs to the place in the program that writes a template."""
        return {slot: self._value(slot) for slot in ("level", "gofile", "module")}

    def _value(self, slot: str) -> str:
        if slot in self._pools:
            return self._rng.choice(self._pools[slot])
        if slot in _CHOICES:
            return self._rng.choice(_CHOICES[slot])
        return _MAKERS[slot](self)

    def _word(self) -> str:
        return "".join(self._rng.choices(_SYLLABLES.split(), k=self._rng.randint(2, 3)))

    def number(self, most: int = 65_000) -> str:
        """Make a number."""
        return str(self._rng.randint(0, most))

    def hexadecimal(self, digits: int) -> str:
        """Make a hexadecimal number of so many digits."""
        return f"{self._rng.getrandbits(4 * digits):0{digits}x}"

    def pick(self, *words: str) -> str:
        """Choose one of the words."""
        return self._rng.choice(words)

    def word(self, slot: str) -> str:
        """Choose a word of a slot's pool."""
        return self._rng.choice(self._pools[slot])


def _clock(fill: _Filler) -> str:
    return f"{int(fill.number(23)):02}:{int(fill.number(59)):02}:{int(fill.number(59)):02}"


def _host(fill: _Filler) -> str:
    return fill.pick(
        f"{fill.word('service')}-{fill.number(20)}", fill.word("service"), f"node-{fill.word('city')}"
    )


def _fqdn(fill: _Filler) -> str:
    return (
        f"{fill.word('service')}.{fill.word('tenant')}.{fill.pick('com', 'net', 'de', 'internal', 'local')}"
    )


def _ip(fill: _Filler) -> str:
    return ".".join(fill.number(255) for _ in range(4))


def _path(fill: _Filler) -> str:
    return f"/{fill.pick('var', 'opt', 'srv', 'home')}/{fill.word('service')}/{fill.word('product')}"


def _urlpath(fill: _Filler) -> str:
    return fill.pick(
        f"/api/{fill.word('table')}/{fill.number()}", f"/{fill.word('product')}", "/", "/health",
        f"/{fill.word('table')}?q={fill.word('city')}&page={fill.number(9)}", "/static/site.css",
    )  # fmt: skip


def _isotime(fill: _Filler) -> str:
    return (
        f"2026-{int(fill.number(11)) + 1:02}-{int(fill.number(27)) + 1:02}T{_clock(fill)}.{fill.number(999)}Z"
    )


def _month(fill: _Filler) -> str:
    return fill.pick("Jan", "Mar", "May", "Aug", "Nov", "Dec")


def _pod(fill: _Filler) -> str:
    return f"{fill.word('service')}-{fill.hexadecimal(9)}-{fill.pick('x2vq9', 'bkzwd', 'q8s5t', 'mmwpl')}"


_MAKERS: dict[str, Callable[[_Filler], str]] = {
    "n": lambda fill: fill.number(),
    "float": lambda fill: f"{fill.number(999)}.{fill.number(999)}",
    "hex": lambda fill: fill.hexadecimal(10).upper(),
    "uuid": lambda fill: "-".join(fill.hexadecimal(digits) for digits in (8, 4, 4, 4, 12)),
    "token": lambda fill: fill.hexadecimal(26),
    "version": lambda fill: f"v{fill.number(9)}.{fill.number(20)}.{fill.number(9)}",
    "size": lambda fill: f"{fill.number(900)}.{fill.number(9)} {fill.pick('KB', 'MB', 'GB')}",
    "ip": _ip,
    "host": _host,
    "fqdn": _fqdn,
    "path": _path,
    "urlpath": _urlpath,
    "url": lambda fill: f"http://{_fqdn(fill)}:{fill.number(9999)}{_urlpath(fill)}",
    "email": lambda fill: f"{fill.word('user')}@{_fqdn(fill)}",
    "filename": lambda fill: f"{fill.word('product')}.{fill.pick('csv', 'json', 'parquet')}",
    "key": lambda fill: f"{fill.word('product')}_{fill.word('city')}",
    "gofile": lambda fill: f"{fill.word('module')}.go",
    "thread": lambda fill: fill.pick(
        f"http-nio-{fill.number(99)}", "main", "scheduler", f"pool-{fill.number(9)}"
    ),
    "image": lambda fill: f"registry.{_fqdn(fill)}/{fill.word('service')}:{fill.number(9)}.{fill.number(9)}",
    "pod": _pod,
    "clock": _clock,
    "isotime": _isotime,
    "clf": lambda fill: f"{fill.number(28)}/{_month(fill)}/2026:{_clock(fill)} +0000",
    "slashdate": lambda fill: f"2026/{fill.number(12)}/{fill.number(28)}",
    "syslogdate": lambda fill: f"{_month(fill)} {fill.number(28)} {_clock(fill)}",
    "klogdate": lambda fill: f"{fill.pick('I', 'W', 'E')}{fill.number(9999)}",
}
