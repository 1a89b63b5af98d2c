"""Signatures of keys, put together from words that were looked at before.

Lines are made of few words: a key that was never seen is nearly always made of words that were. So what is to
be found out about a word is found out once, and so is how what the words make together is folded.
"""

import re
from collections.abc import Callable

from barograph.sources.logs.mining.fields import (
    flatten,
    has_message,
    is_logfmt,
    mask_fields,
    mask_fields_beside_message,
    mask_logfmt,
)
from barograph.sources.logs.mining.keys import NUMBER, WILDCARD
from barograph.sources.logs.mining.masks import mask_word
from barograph.sources.logs.mining.phrases import MARK, MESSAGE_MARK, marks_of, mask_phrases
from barograph.sources.logs.mining.spans import open_spans
from barograph.sources.logs.mining.tokens import Signature, cut, fold, generalise, is_one_token

__all__ = ["Signatures"]

_MOST_KNOWN = 50_000
# What programs write where they have no value or may not show it; our own masks stay and tell their kind.
_STAND_IN = re.compile(r"<(?!(?:secret|token|key|jwt|email|card|credentials)>)[A-Za-z_]+>([.,:;]?)")


class Signatures:
    """Cuts keys into words, separators and wildcards; the answer depends on the key alone.

    What it remembers is of use to all miners and catalogues of a source, from any thread.

    >>> from barograph.sources.logs.mining.tokens import text_of
    >>> text_of(Signatures().of("sent 0 bytes (0.0 KB) to 0.0.0.0:0"))
    'sent <*> bytes (<*>) to <*>'
    """

    def __init__(self, most_known: int = _MOST_KNOWN) -> None:
        self._marked = _Words(mask_fields, most_known, is_marked=True)
        self._alone = _Words(mask_fields, most_known)
        self._beside_message = _Words(mask_fields_beside_message, most_known)
        self._folded: dict[str, Signature] = {}
        self._most_known = most_known

    @property
    def remembered(self) -> int:
        """How many words and texts are remembered."""
        return len(self._marked) + len(self._alone) + len(self._beside_message) + len(self._folded)

    def of(self, key: str) -> Signature:
        """Return the signature of a key."""
        if key.startswith("{"):
            key = flatten(key)
        elif is_logfmt(key):
            key = mask_logfmt(key)
        text = " ".join(map(self._marked.__getitem__, key.split()))
        if MARK in text:
            is_beside = MESSAGE_MARK in text and has_message(key)
            words = self._beside_message if is_beside else self._alone
            text = " ".join(map(words.__getitem__, mask_phrases(key, text).split()))
        signature = self._folded.get(text)
        if signature is None:
            signature = fold(open_spans(text))
            if len(self._folded) >= self._most_known:
                self._folded.clear()
            self._folded[text] = signature
        return signature


class _Words(dict[str, str]):
    """What becomes of each word: its tokens with blanks between, after the marks of its phrases if wanted."""

    def __init__(
        self, mask_fields_of: Callable[[str], str], most_known: int, *, is_marked: bool = False
    ) -> None:
        super().__init__()
        self._mask_fields = mask_fields_of
        self._most_known = most_known
        self._is_marked = is_marked

    def __missing__(self, word: str) -> str:
        text = word if word.isalpha() else self._write(word)
        if self._is_marked:
            text = marks_of(word) + text
        if len(self) >= self._most_known:
            self.clear()
        self[word] = text
        return text

    def _write(self, word: str) -> str:
        if NUMBER in word and is_one_token(word):
            return generalise(word)
        if word.startswith("<") and (stand_in := _STAND_IN.fullmatch(word)):
            return cut(WILDCARD + stand_in[1])
        masked = mask_word(word)
        return cut(self._mask_fields(masked) if "=" in masked else masked)
