"""The metric families the shop exposes: name, type, help, and how each series is read from the ledger."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from barograph.demo.clockwork import SCRAPE_MS
from barograph.demo.latency import BUCKETS, mean_seconds, share_below
from barograph.demo.ledger import Ledger
from barograph.demo.services import SERVICES, Pod
from barograph.domain import FloatArray, Labels, TimeArray

__all__ = ["FAMILIES", "Family", "Reader", "SeriesOfPod"]

Reader = Callable[[Ledger, Pod, TimeArray], FloatArray]
_CLIENT_ERRORS = 0.011


@dataclass(frozen=True, slots=True)
class SeriesOfPod:
    """One series: its full label set, whether it counts, and how to read it."""

    labels: Labels
    pod: Pod
    is_counter: bool
    read: Reader


@dataclass(frozen=True, slots=True)
class Family:
    """One metric family with the services that have it."""

    name: str
    type: Literal["counter", "gauge", "histogram"]
    help: str
    series: Callable[["Family"], Iterator[SeriesOfPod]]


def _pods(only: tuple[str, ...] = ()) -> Iterator[Pod]:
    for service in SERVICES:
        if not only or service.name in only:
            yield from service.pods


def _one(read: Reader, *only: str, **more: str) -> Callable[[Family], Iterator[SeriesOfPod]]:
    def series(family: Family) -> Iterator[SeriesOfPod]:
        for pod in _pods(only):
            labels = pod.labels.merged({"__name__": family.name, **more})
            yield SeriesOfPod(labels, pod, family.type == "counter", read)

    return series


def _requests(family: Family) -> Iterator[SeriesOfPod]:
    for pod in _pods():
        for code, read in {"200": _served, "404": _not_found, "500": _failed}.items():
            labels = pod.labels.merged({"__name__": family.name, "code": code})
            yield SeriesOfPod(labels, pod, True, read)


def _latency(family: Family) -> Iterator[SeriesOfPod]:
    for pod in _pods():
        for bound in BUCKETS:
            bound_text = "+Inf" if np.isinf(bound) else f"{bound:g}"
            labels = pod.labels.merged({"__name__": f"{family.name}_bucket", "le": bound_text})
            yield SeriesOfPod(labels, pod, True, _bucket_reader(bound))
        yield SeriesOfPod(pod.labels.merged({"__name__": f"{family.name}_sum"}), pod, True, _latency_sum)
        yield SeriesOfPod(
            pod.labels.merged({"__name__": f"{family.name}_count"}), pod, True, _bucket_reader(np.inf)
        )


def _successes(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> TimeArray:
    return ledger.count(pod, "fast", scrapes) + ledger.count(pod, "slow", scrapes)


def _served(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    served: FloatArray = _successes(ledger, pod, scrapes) - _not_found(ledger, pod, scrapes)
    return served


def _not_found(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    missing: FloatArray = np.floor(_CLIENT_ERRORS * _successes(ledger, pod, scrapes))
    return missing


def _failed(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    return ledger.count(pod, "failed", scrapes).astype(np.float64)


def _bucket_reader(bound: float) -> Reader:
    def read(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
        median = pod.service.latency_seconds
        usual = ledger.count(pod, "fast", scrapes) + ledger.count(pod, "failed", scrapes)
        slow = ledger.count(pod, "slow", scrapes)
        below = np.floor(usual * share_below(bound, median, is_slow=False))
        total: FloatArray = below + np.floor(slow * share_below(bound, median, is_slow=True))
        return total

    return read


def _latency_sum(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    median = pod.service.latency_seconds
    usual = ledger.count(pod, "fast", scrapes) + ledger.count(pod, "failed", scrapes)
    slow = ledger.count(pod, "slow", scrapes)
    quick_seconds = usual * mean_seconds(median, is_slow=False)
    total: FloatArray = quick_seconds + slow * mean_seconds(median, is_slow=True)
    return total


def _cpu(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    seconds: FloatArray = ledger.count(pod, "cpu_ms", scrapes) / 1000
    return seconds


def _orders(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    orders: FloatArray = np.floor(0.6 * _successes(ledger, pod, scrapes))
    return orders


def _up(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    return np.ones(scrapes.shape)


def _started(ledger: Ledger, pod: Pod, scrapes: TimeArray) -> FloatArray:
    restarts = ledger.restarts_between(pod, int(scrapes[0]), int(scrapes[-1]))
    latest = restarts[np.searchsorted(restarts, scrapes, side="right") - 1]
    return np.asarray(latest * (SCRAPE_MS / 1000), dtype=np.float64)


def _gauge(name: str) -> Reader:
    return lambda ledger, pod, scrapes: ledger.level(pod, name, scrapes)


_STORES = ("database", "queue")
FAMILIES: tuple[Family, ...] = (
    Family("up", "gauge", "Whether the last scrape of the target worked.", _one(_up)),
    Family("http_requests_total", "counter", "Requests by status code.", _requests),
    Family("http_request_duration_seconds", "histogram", "Time to answer a request.", _latency),
    Family("process_cpu_seconds_total", "counter", "CPU time of the process.", _one(_cpu)),
    Family("process_resident_memory_bytes", "gauge", "Memory of the process.", _one(_gauge("memory"))),
    Family("process_start_time_seconds", "gauge", "When the process started.", _one(_started)),
    Family("shop_orders_total", "counter", "Orders placed.", _one(_orders, "checkout")),
    Family(
        "queue_messages_ready", "gauge", "Messages that wait.", _one(_gauge("queue"), "queue", queue="orders")
    ),
    Family("db_connections_in_use", "gauge", "Connections in use.", _one(_gauge("connections"), "database")),
    Family(
        "node_filesystem_avail_bytes",
        "gauge",
        "Free disk.",
        _one(_gauge("disk_free"), *_STORES, mountpoint="/data"),
    ),
    Family(
        "node_filesystem_size_bytes",
        "gauge",
        "Size of the disk.",
        _one(_gauge("disk_size"), *_STORES, mountpoint="/data"),
    ),
)
