"""What /metrics tells about the product as a whole, whichever web worker is asked."""

import time
from collections.abc import Callable, Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from barograph.runtime.engine_families import engine_families
from barograph.runtime.timing_families import timing_families
from barograph.storage import ProcessBeat, Stores
from barograph.storage.processes import SILENT_MS

__all__ = ["ProductCollector"]


class ProductCollector(Collector):
    """Reads the store: detectors, open anomalies, and what engines count."""

    def __init__(self, stores: Stores, clock: Callable[[], float] = time.time) -> None:
        self._stores = stores
        self._clock = clock

    def collect(self) -> Iterator[Metric]:
        """Return every family."""
        detectors = GaugeMetricFamily("barograph_detectors", "Detectors by state.", labels=["state"])
        for state, count in self._stores.detectors.count_by_state().items():
            detectors.add_metric([state.value], count)
        yield detectors
        yield GaugeMetricFamily(
            "barograph_anomalies_open", "Episodes that go on.", value=self._stores.anomalies.count_open()
        )
        _, newest_id = self._stores.events.span()
        yield CounterMetricFamily("barograph_events", "Events written since the first day.", value=newest_id)
        beats = self._stores.processes.all()
        yield from self._processes(beats)
        engines = [beat for beat in beats if beat.kind == "engine"]
        yield from engine_families(engines)
        yield from _source_families(engines)
        yield from timing_families(engines)
        yield from _model_families(engines)
        yield from _sink_families(engines, self._stores.outbox.counts())

    def _processes(self, beats: tuple[ProcessBeat, ...]) -> Iterator[Metric]:
        now_ms = self._clock() * 1000
        up = GaugeMetricFamily(
            "barograph_process_up", "Whether a process was heard lately.", labels=["process"]
        )
        restarts = CounterMetricFamily(
            "barograph_process_restarts",
            "How often a supervisor started a child again.",
            labels=["process", "supervisor"],
        )
        for beat in beats:
            if beat.kind == "supervisor":
                for name, child in beat.detail.items():
                    restarts.add_metric([name, beat.id], child["restarts"])
            else:
                up.add_metric([beat.id], float(now_ms - beat.beat_ms < SILENT_MS))
        yield up
        yield restarts


def _source_families(engines: list[ProcessBeat]) -> Iterator[Metric]:
    sources = GaugeMetricFamily(
        "barograph_source_up",
        "Whether a data source answers.",
        labels=["engine", "tenant", "source", "type"],
    )
    for beat in engines:
        for source in beat.detail.get("sources", ()):
            about = [beat.id, source["tenant"], source["name"], source["type"]]
            sources.add_metric(about, float(source["state"] != "down"))
    yield sources


def _model_families(engines: list[ProcessBeat]) -> Iterator[Metric]:
    states = GaugeMetricFamily(
        "barograph_models",
        "Models in force by what is known of their drift: steady, drifting, unknown.",
        labels=["engine", "drift"],
    )
    drifts = CounterMetricFamily(
        "barograph_model_drifts", "Models that were found to drift.", labels=["engine"]
    )
    ratios = GaugeMetricFamily(
        "barograph_model_drift_ratio",
        "Distance from the training over its limit, for the 50 tests nearest to it or beyond.",
        labels=["engine", "tenant", "detector", "subject"],
    )
    for beat in engines:
        told = beat.detail.get("models", {})
        for state, count in told.get("states", {}).items():
            states.add_metric([beat.id, state], count)
        drifts.add_metric([beat.id], told.get("drifts", 0))
        for tenant, detector, subject, ratio in told.get("ratios", []):
            ratios.add_metric([beat.id, tenant, detector, subject], ratio)
    yield from (states, drifts, ratios)


def _sink_families(engines: list[ProcessBeat], counts: Mapping[str, tuple[int, int]]) -> Iterator[Metric]:
    messages = CounterMetricFamily(
        "barograph_sink_messages",
        "Messages to a sink by what became of them: delivered, retry, refused, dropped.",
        labels=["engine", "sink", "outcome"],
    )
    pending = GaugeMetricFamily("barograph_sink_pending", "Messages that wait for a sink.", labels=["sink"])
    failures = GaugeMetricFamily(
        "barograph_sink_failures_in_a_row",
        "Failed deliveries since the last good one.",
        labels=["engine", "sink"],
    )
    for beat in engines:
        for name, sink in beat.detail.get("sinks", {}).items():
            for outcome in ("delivered", "retry", "refused", "dropped"):
                messages.add_metric([beat.id, name, outcome], sink[outcome])
            failures.add_metric([beat.id, name], sink["failures_in_a_row"])
    told = [item for beat in engines for item in beat.detail.get("sinks", {}).items()]
    for name in sorted({name for name, _ in told}):
        # All engines carry from the outbox, and each has samples in its own memory.
        in_memory = sum(sink.get("in_memory", 0) for one, sink in told if one == name)
        pending.add_metric([name], counts.get(name, (0, 0))[0] + in_memory)
    yield from (messages, pending, failures)
