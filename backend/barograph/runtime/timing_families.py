"""How long ticks, queries and deliveries take, as histograms for Prometheus."""

from collections.abc import Iterator, Mapping

from prometheus_client.core import HistogramMetricFamily, Metric

from barograph.storage import ProcessBeat
from barograph.telemetry.timings import buckets_of

__all__ = ["timing_families"]


def timing_families(engines: list[ProcessBeat]) -> Iterator[Metric]:
    """Return a histogram of each kind of work, for every engine."""
    ticks = HistogramMetricFamily(
        "barograph_tick_seconds", "Time of a tick, by its algorithm.", labels=["engine", "algorithm"]
    )
    queries = HistogramMetricFamily(
        "barograph_source_query_seconds",
        "Time of collecting what a detector needs from its data source, failures included.",
        labels=["engine", "tenant", "source"],
    )
    deliveries = HistogramMetricFamily(
        "barograph_sink_delivery_seconds",
        "Time of handing a batch of messages to an address of a sink, failures included.",
        labels=["engine", "sink"],
    )
    for beat in engines:
        _add(ticks, [beat.id], beat.detail.get("counts", {}).get("tick_seconds"))
        _add(queries, [beat.id], beat.detail.get("query_seconds"))
        for name, sink in beat.detail.get("sinks", {}).items():
            _add(deliveries, [beat.id, name], sink.get("seconds"))
    yield from (ticks, queries, deliveries)


def _add(family: HistogramMetricFamily, before: list[str], told: object) -> None:
    """Add what one engine tells; an engine of an older release tells a number, or nothing."""
    if isinstance(told, Mapping):
        for row in told["rows"]:
            family.add_metric([*before, *row["labels"]], buckets_of(told["bounds"], row), row["sum"])
