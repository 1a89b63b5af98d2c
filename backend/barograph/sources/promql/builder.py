"""PromQL put together from parts, validated when it is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from barograph.config.durations import Duration
from barograph.errors import ValidationFailed
from barograph.sources.promql.validation import validate_promql

__all__ = ["Expression", "MatchOperator", "Selector"]


class MatchOperator(StrEnum):
    """How a label is compared."""

    EQUALS = "="
    DIFFERS = "!="
    MATCHES = "=~"
    DOES_NOT_MATCH = "!~"


@dataclass(frozen=True, slots=True)
class Expression:
    """PromQL that returns series.

    >>> errors = Selector("requests_total").where("status", "5..", MatchOperator.MATCHES)
    >>> str(errors.rate("5m").aggregate("sum", by=("service",)))
    'sum by (service) (rate(requests_total{status=~"5.."}[5m]))'
    """

    text: str

    def __post_init__(self) -> None:
        validate_promql(self.text)

    def __str__(self) -> str:
        return self.text

    def aggregate(
        self,
        operator: str,
        *,
        by: Sequence[str] | None = None,
        without: Sequence[str] | None = None,
        parameter: str | float | None = None,
    ) -> "Expression":
        """Aggregate over labels: ``sum``, ``avg``, ``max``, ``topk`` with its parameter, and so on."""
        if by is not None and without is not None:
            raise ValidationFailed(
                "An aggregation keeps labels with `by` or drops them with `without`, not both."
            )
        grouping = ""
        if by is not None:
            grouping = f" by ({', '.join(by)})"
        elif without is not None:
            grouping = f" without ({', '.join(without)})"
        shown = f'"{_escape(parameter)}"' if isinstance(parameter, str) else parameter
        inside = self.text if shown is None else f"{shown}, {self.text}"
        return Expression(f"{operator}{grouping} ({inside})")

    def histogram_quantile(self, quantile: float, *, by: Sequence[str] = ()) -> "Expression":
        """Return a quantile of a classic histogram's rate, for each group of labels."""
        buckets = self.aggregate("sum", by=("le", *by))
        return Expression(f"histogram_quantile({quantile}, {buckets})")

    def divided_by(self, other: "Expression") -> "Expression":
        """Return the ratio of this to another expression."""
        return Expression(f"({self.text}) / ({other.text})")

    def call(self, function: str) -> "Expression":
        """Apply a function of one argument: ``abs``, ``ln``, ``sort``."""
        return Expression(f"{function}({self.text})")


@dataclass(frozen=True, slots=True)
class Selector:
    """A metric, matchers of its labels, and how far back to look."""

    metric: str = ""
    matchers: tuple[tuple[str, MatchOperator, str], ...] = ()
    back: Duration | None = None

    def where(self, label: str, value: str, operator: MatchOperator = MatchOperator.EQUALS) -> "Selector":
        """Return the selector with one more matcher."""
        return replace(self, matchers=(*self.matchers, (label, operator, value)))

    def offset(self, back: str | Duration) -> "Selector":
        """Return the selector looking back in time."""
        return replace(self, back=Duration.parse(back))

    def now(self) -> Expression:
        """Return the values as they are."""
        return Expression(self._text())

    def rate(self, window: str | Duration) -> Expression:
        """Return the increase of a counter a second, resets taken into account."""
        return self.over(window, "rate")

    def increase(self, window: str | Duration) -> Expression:
        """Return the increase of a counter over a window."""
        return self.over(window, "increase")

    def over(self, window: str | Duration, function: str, parameter: float | None = None) -> Expression:
        """Apply a function of a window, such as ``delta``, or ``quantile_over_time`` with its parameter."""
        first = "" if parameter is None else f"{parameter}, "
        return Expression(f"{function}({first}{self._text(Duration.parse(window))})")

    def _text(self, window: Duration | None = None) -> str:
        inside = ", ".join(f'{label}{operator}"{_escape(value)}"' for label, operator, value in self.matchers)
        braces = f"{{{inside}}}" if inside else ""
        brackets = f"[{window}]" if window is not None else ""
        back = f" offset {self.back}" if self.back is not None else ""
        return f"{self.metric}{braces}{brackets}{back}"


def _escape(value: str) -> str:
    return value.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
