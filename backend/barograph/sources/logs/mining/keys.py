"""The key of a line: the line with every word that has a digit in it replaced by one digit.

Nearly all lines of a log differ from an earlier one in numbers alone, so their keys are equal and everything
that follows is looked up instead of computed. One pass over the joined batch makes all keys at once.
"""

import re
from collections.abc import Sequence
from string import ascii_letters

__all__ = ["NUMBER", "WILDCARD", "keys_of"]

NUMBER = "0"
WILDCARD = "\x1a"
_LONGEST_LINE = 4096
_FROM_DIGIT_ON = re.compile(r"[0-9][A-Za-z0-9]*+")


def keys_of(lines: Sequence[str]) -> list[str]:
    """Return the key of each line, made from the first 4,096 characters of its first row.

    >>> keys_of(["took 15ms for blk_-7f3a", "took 9ms for blk_-16"])
    ['took 0 for blk_-0', 'took 0 for blk_-0']
    """
    if not lines:
        return []
    joined = "\n".join(lines)
    if joined.count("\n") >= len(lines) or max(map(len, lines)) > _LONGEST_LINE:
        joined = "\n".join([line.split("\n", 1)[0][:_LONGEST_LINE] for line in lines])
    # First the word from its digit on, then the letters before it: a search for letters stops at every word.
    *parts, last = _FROM_DIGIT_ON.split(joined)
    return NUMBER.join([*[part.rstrip(ascii_letters) for part in parts], last]).split("\n")
