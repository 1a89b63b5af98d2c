"""Errors in the log that are new or come more often than they use to."""

from dataclasses import dataclass
from typing import ClassVar

from barograph.algorithms.counting import Counting

__all__ = ["LogErrors"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogErrors(Counting):
    """How strange the count of a category of errors is: new, in a burst, or lastingly higher.

    The same comparison as for templates (Boucheron, Lugosi and Massart, Concentration Inequalities, 2013),
    upwards only: errors that no longer come are good news.
    """

    name: ClassVar[str] = "log_errors"

    window: int = 6

    def kinds(self) -> tuple[str, ...]:
        """More errors count, fewer do not."""
        return ("burst", "shift")
