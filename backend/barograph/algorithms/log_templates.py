"""Lines of the log that are new, rare, vanished, or come at another rate."""

from dataclasses import dataclass
from typing import ClassVar

from barograph.algorithms.counting import Counting

__all__ = ["LogTemplates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogTemplates(Counting):
    """How strange the count of a template is: new, rare, in a burst, shifted or vanished.

    Counts are compared with a Poisson process of the usual rate, widened where the template varies more
    (the bounds of Boucheron, Lugosi and Massart, Concentration Inequalities, 2013, chapter 2). A template
    that the model does not know is compared with how often new ones come at all: one line is a note, a
    burst of lines is strange.
    """

    name: ClassVar[str] = "log_templates"
    version: ClassVar[int] = 4
    """What lines are told apart by is part of it: more secrets are masked, and fewer words, since 4."""

    def kinds(self) -> tuple[str, ...]:
        """Everything counts, silence too."""
        return ("burst", "shift", "vanished")
