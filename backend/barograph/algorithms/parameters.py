"""Parameters: checked where an algorithm is made, named in the message where they are wrong."""

from barograph.errors import ValidationFailed

__all__ = ["check_range"]


def check_range(name: str, value: float, at_least: float, at_most: float = float("inf")) -> None:
    """Refuse a parameter outside its range, with its name, its value and the range."""
    if not at_least <= value <= at_most:
        limit = f"at least {at_least:g}" if at_most == float("inf") else f"from {at_least:g} to {at_most:g}"
        raise ValidationFailed(
            f"The parameter `{name}` must be {limit}, not {value:g}.",
            detail={"parameter": name, "value": value, "at_least": at_least},
        )
