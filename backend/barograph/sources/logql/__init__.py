"""LogQL: put together from parts, checked here and by Loki itself."""

from barograph.sources.logql.builder import LogMetric, LogSelector
from barograph.sources.logql.checking import validate_logql

__all__ = ["LogMetric", "LogSelector", "validate_logql"]
