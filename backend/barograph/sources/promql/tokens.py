"""PromQL cut into words, with the place of each."""

import re
from dataclasses import dataclass

__all__ = ["Token", "cut_into_tokens"]

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<string>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`)
    |(?P<number>0x[0-9a-fA-F]+|[0-9]+(?:ms|[smhdwy])(?:[0-9]+(?:ms|[smhdwy]))*|[0-9.]+(?:[eE][+-]?[0-9]+)?)
    |(?P<word>[a-zA-Z_:][a-zA-Z0-9_:]*)
    |(?P<operator>==|!=|=~|!~|>=|<=|[-+*/%^=<>(){}\[\],@])
    |(?P<wrong>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its kind, its text and the position of its first character."""

    kind: str
    text: str
    position: int

    @property
    def end(self) -> int:
        """The position after its last character."""
        return self.position + len(self.text)


def cut_into_tokens(text: str) -> list[Token]:
    """Return the words of an expression; a character that fits nowhere has the kind ``wrong``."""
    found = (Token(str(match.lastgroup), match.group(), match.start()) for match in _TOKEN.finditer(text))
    return [token for token in found if token.kind != "space"]
