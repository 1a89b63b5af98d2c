"""What engines count, as metrics: a row a family."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from barograph.storage import ProcessBeat

__all__ = ["engine_families"]

_Read = Callable[[Mapping[str, Any]], float]
"""Takes what an engine tells of itself, and returns a figure."""


def _count_of(name: str) -> _Read:
    return lambda detail: detail.get("counts", {}).get(name, 0)


_OF_ENGINES: tuple[tuple[type[CounterMetricFamily | GaugeMetricFamily], str, str, _Read], ...] = (
    (
        GaugeMetricFamily,
        "engine_leads",
        "Whether an engine gives detectors their slots.",
        lambda detail: float(detail.get("leads", False)),
    ),
    (CounterMetricFamily, "ticks", "Ticks that were done.", _count_of("ticks")),
    (CounterMetricFamily, "tick_series", "Series that ticks judged.", _count_of("series")),
    (
        CounterMetricFamily,
        "skipped_points",
        "Points too far behind to be judged.",
        _count_of("skipped_points"),
    ),
    (
        CounterMetricFamily,
        "detectors_set_back",
        "Detectors that stood ahead of the clock and were set back to it.",
        _count_of("set_back"),
    ),
    (
        CounterMetricFamily,
        "missed_slots",
        "Slots that came while the tick before still ran.",
        lambda detail: detail.get("missed_slots", 0),
    ),
    (
        GaugeMetricFamily,
        "late_detectors",
        "Detectors that are late by more than their interval.",
        lambda detail: detail.get("late", {}).get("detectors", 0),
    ),
    (
        GaugeMetricFamily,
        "lateness_seconds",
        "How late the latest of them is.",
        lambda detail: detail.get("late", {}).get("seconds", 0.0),
    ),
)


def engine_families(engines: list[ProcessBeat]) -> Iterator[Metric]:
    """Return every family."""
    for kind, name, text, read in _OF_ENGINES:
        family = kind(f"barograph_{name}", text, labels=["engine"])
        for beat in engines:
            family.add_metric([beat.id], read(beat.detail))
        yield family
    yield _counts_by(
        engines, "failures", "tick_failures", "Ticks that failed, by the code of the error.", "code"
    )
    yield _counts_by(engines, "decisions", "decisions", "What policy decided, by its reason.", "reason")


def _counts_by(engines: list[ProcessBeat], counted: str, name: str, text: str, label: str) -> Metric:
    family = CounterMetricFamily(f"barograph_{name}", text, labels=["engine", label])
    for beat in engines:
        for value, count in beat.detail.get("counts", {}).get(counted, {}).items():
            family.add_metric([beat.id, value], count)
    return family
