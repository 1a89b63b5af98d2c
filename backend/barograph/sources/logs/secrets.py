"""Secrets in lines: masked before anything is stored or shown.

A rule runs only on lines that hold one of its markers; markers that are in no line of a batch cost nothing.
What is masked is replaced by its kind, so that ``password=<secret>`` still tells what the line was about.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from barograph.sources.logs.cards import CARD, mask_card
from barograph.sources.logs.private_keys import mask_rows_of_keys
from barograph.sources.logs.secret_rules import RULES

__all__ = ["mask_secrets"]

# White space for the pattern of cards, and in no line: so no match reaches from one line into the next.
_BORDER = "\x1e"


def mask_secrets(lines: Sequence[str]) -> list[str]:
    """Return the lines with passwords, tokens, keys, card numbers and addresses of people masked.

    >>> mask_secrets(["login of ann@example.com with password=hunter2"])
    ['login of <email> with password=<secret>']
    """
    masked = list(lines)
    lowered = [line.lower() for line in masked]
    everything = "\n".join(lowered)
    if "-----begin" in everything:
        mask_rows_of_keys(masked)
    ends = list(accumulate(len(line) + 1 for line in lowered))
    known: dict[str, set[int]] = {}
    for rule in RULES:
        for marker in rule.markers:
            if marker not in known:
                known[marker] = _lines_with(marker, everything, ends)
        for place in set().union(*map(known.__getitem__, rule.markers)):
            masked[place] = rule.pattern.sub(rule.replacement, masked[place])
    return _mask_cards(masked)


def _lines_with(marker: str, everything: str, ends: Sequence[int]) -> set[int]:
    """Return which lines hold a marker, looked for in all lines at once."""
    places: set[int] = set()
    position = everything.find(marker)
    while position >= 0:
        place = bisect_right(ends, position)
        places.add(place)
        position = everything.find(marker, ends[place])
    return places


def _mask_cards(lines: list[str]) -> list[str]:
    """Mask card numbers in all lines at once: digits are nearly everywhere, so no marker helps."""
    joined = _BORDER.join(lines)
    if joined.count(_BORDER) >= len(lines):
        return [CARD.sub(mask_card, line) for line in lines]
    return CARD.sub(mask_card, joined).split(_BORDER)
