"""How much one query may return, and the error that names the limit."""

from dataclasses import dataclass

from barograph.errors import TooManySeries

__all__ = ["QueryLimits"]


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """Checked before the memory for an answer is taken."""

    max_series: int = 20_000
    max_samples: int = 50_000_000

    def allows(self, series: int, points: int) -> bool:
        """Tell whether there may be so many series and samples."""
        return series <= self.max_series and series * points <= self.max_samples

    def check(self, series: int, points: int) -> None:
        """Refuse more series, or more samples, than there may be."""
        if series > self.max_series:
            raise TooManySeries(
                f"The query returns {series:,} series, and engine_max_series allows {self.max_series:,}. "
                "Aggregate it with sum by (...), or raise engine_max_series.",
                detail={"series": series, "limit": self.max_series, "setting": "engine_max_series"},
            )
        if series * points > self.max_samples:
            raise TooManySeries(
                f"{series:,} series of {points:,} points are {series * points:,} samples, and max_samples of "
                f"the source allows {self.max_samples:,}. Shorten the range, lengthen the step, or raise it.",
                detail={"samples": series * points, "limit": self.max_samples, "setting": "max_samples"},
            )
