"""Errors of data sources: a Prometheus or Loki did not give what was asked."""

from barograph.errors.base import BarographError

__all__ = [
    "ScrapeDown",
    "SourceAnswerInvalid",
    "SourceError",
    "SourceMisconfigured",
    "SourceRejectedQuery",
    "SourceThrottled",
    "SourceTimeout",
    "SourceUnavailable",
    "TooManySeries",
]


class SourceError(BarographError):
    """A data source did not give what was asked. Check its health page."""

    code = "source_unavailable"
    status = 502


class SourceUnavailable(SourceError):
    """The data source can't be reached or answers with an error of its own. Check its address and its log."""

    status = 503
    retryable = True


class SourceTimeout(SourceError):
    """The data source did not answer in time. Narrow the query, or raise the time-out of the source."""

    code = "source_timeout"
    status = 504
    retryable = True


class SourceThrottled(SourceError):
    """The data source, or our budget for it, allows no more queries now. Wait for the time in Retry-After."""

    status = 503
    retryable = True


class SourceMisconfigured(SourceError):
    """Address, credentials or certificate of the data source are wrong. Correct them and test it."""


class SourceAnswerInvalid(SourceError):
    """The data source answered with something that can't be read. Check what stands between us and it."""

    retryable = True


class SourceRejectedQuery(SourceError):
    """The data source refused the query. The detail has its words; correct the expression."""

    code = "source_rejected_query"
    status = 422


class TooManySeries(SourceError):
    """The query returns more than the limit. Aggregate it, or raise the limit that the detail names."""

    code = "too_many_series"
    status = 422


class ScrapeDown(SourceError):
    """Prometheus can't scrape what the series come from. Look at the target that the sentence names."""

    code = "scrape_down"
    retryable = True
