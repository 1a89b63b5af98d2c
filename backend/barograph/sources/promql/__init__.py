"""The language of Prometheus: building and validating expressions."""

from barograph.sources.promql.builder import Expression, MatchOperator, Selector
from barograph.sources.promql.validation import validate_promql

__all__ = ["Expression", "MatchOperator", "Selector", "validate_promql"]
