"""Secrets in lines: masked before anything is stored or shown.

A rule runs only on lines that hold one of its markers; markers that are in no line of a batch cost nothing.
What is masked is replaced by its kind, so that ``password=<secret>`` still tells what the line was about.
"""

from collections.abc import Sequence

from barograph.sources.logs.cards import CARD, mask_card
from barograph.sources.logs.private_keys import mask_rows_of_keys
from barograph.sources.logs.secret_rules import RULES, Rule

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
    for rule in RULES:
        markers = [marker for marker in rule.markers if marker in everything]
        if markers:
            _apply(rule, markers, masked, lowered)
    return _mask_cards(masked)


def _apply(rule: Rule, markers: list[str], masked: list[str], lowered: list[str]) -> None:
    for place, line in enumerate(lowered):
        for marker in markers:
            if marker in line:
                masked[place] = rule.pattern.sub(rule.replacement, masked[place])
                break


def _mask_cards(lines: list[str]) -> list[str]:
    """Mask card numbers in all lines at once: digits are nearly everywhere, so no marker helps."""
    joined = _BORDER.join(lines)
    if joined.count(_BORDER) >= len(lines):
        return [CARD.sub(mask_card, line) for line in lines]
    return CARD.sub(mask_card, joined).split(_BORDER)
