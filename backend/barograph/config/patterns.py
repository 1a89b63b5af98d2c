"""Regular expressions that people write, in the dialect of Prometheus and Alertmanager (RE2).

The time that such an expression takes grows with the text and never explodes, whatever somebody writes:
Python's own can take years for a label of thirty letters, and nothing else of the process runs meanwhile.
"""

from functools import lru_cache
from typing import Protocol

import re2

__all__ = ["compile_pattern", "fits"]

_MOST_BYTES = 2 * 2**20


class _Pattern(Protocol):
    def fullmatch(self, text: str) -> object | None: ...


@lru_cache(maxsize=2048)
def compile_pattern(pattern: str) -> _Pattern:
    """Return the pattern, ready to match; raises ValueError for what is none, or too large."""
    options = re2.Options()
    options.log_errors = False
    options.never_capture = True
    options.max_mem = _MOST_BYTES
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if error.args else "it is not understood"
        raise ValueError(f"{pattern!r} is not a regular expression: {reason}") from error


@lru_cache(maxsize=50_000)
def fits(pattern: str, text: str) -> bool:
    """Tell whether a pattern fits a whole text; labels come again with every tick, and so does the answer.

    >>> fits("canary-.*", "canary-7")
    True
    """
    return compile_pattern(pattern).fullmatch(text) is not None
