"""Parameters: checked where an algorithm is made, named in the message where they are wrong."""

from barograph.domain import Frame
from barograph.errors import ValidationFailed

__all__ = ["check_cost", "check_range"]


def check_range(name: str, value: float, at_least: float, at_most: float = float("inf")) -> None:
    """Refuse a parameter outside its range, with its name, its value and the range."""
    if not at_least <= value <= at_most:
        limit = f"at least {at_least:g}" if at_most == float("inf") else f"from {at_least:g} to {at_most:g}"
        raise ValidationFailed(
            f"The parameter `{name}` must be {limit}, not {value:g}.",
            detail={"parameter": name, "value": value, "at_least": at_least},
        )


def check_cost(algorithm: str, history: Frame, max_values: int) -> None:
    """Refuse a history that is too costly to fit, with the numbers and the parameter that allows more."""
    values = history.values.size
    if values > max_values:
        raise ValidationFailed(
            f"A fit of `{algorithm}` on {history.series_count:,} series x {history.point_count:,} points is "
            f"{values:,} values, and `max_values` allows {max_values:,}. Aggregate the query, shorten the "
            f"history, or raise `max_values`.",
            detail={"parameter": "max_values", "value": max_values, "needed": values},
        )
