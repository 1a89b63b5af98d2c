"""Numbers of payment cards: which lengths and check digits they have."""

import re

__all__ = ["CARD", "mask_card"]

# Which lengths the numbers of a kind of card have, by how they begin.
_CARDS = (
    (re.compile(r"4"), (13, 16, 19)),
    (re.compile(r"5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)"), (16,)),
    (re.compile(r"3[47]"), (15,)),
    (re.compile(r"3(?:0[0-5]|[689])"), (14, 16)),
    (re.compile(r"35"), (16,)),
    (re.compile(r"6"), (16, 19)),
)
CARD = re.compile(
    # What stands before is looked at behind the first digits, which are rarer than what stands there.
    r"[2-6]\d{3}(?<![\w.+-]\d{4})"
    r"(?:[ -]?\d{4}[ -]?\d{4}[ -]?\d{1,7}|(?<=3\d{3})[ -]\d{6}[ -]\d{5})(?![\w-]|\.\d)"
)


def mask_card(match: re.Match[str]) -> str:
    """Return what stands for a card number, other digits as they are."""
    digits = re.sub(r"\D", "", match[0])
    is_card = any(len(digits) in lengths and begin.match(digits) for begin, lengths in _CARDS)
    return "<card>" if is_card and _has_luhn_sum(digits) else match[0]


def _has_luhn_sum(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(value - 9 if value > 9 else value for value in doubled)
    return total % 10 == 0
