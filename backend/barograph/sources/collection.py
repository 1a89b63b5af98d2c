"""How collecting goes, for each query: last success, lag, points, bytes, duration, errors."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock

import numpy as np

from barograph.config.detector import QuerySpec
from barograph.domain import Frame
from barograph.errors import BarographError
from barograph.sources.http.meter import Meter

__all__ = ["Collection", "CollectionKey", "CollectionRecorder", "CollectionStatus"]

CollectionKey = tuple[str, str, str]
"""Tenant, name of the source, expression."""
Observe = Callable[[float, str, str], None]
"""Hears how many seconds a collection took, of which tenant and source."""


@dataclass(frozen=True, slots=True)
class CollectionStatus:
    """What is known about the collection of one expression."""

    last_attempt_ms: int = 0
    last_success_ms: int | None = None
    newest_point_ms: int | None = None
    lag_seconds: float | None = None
    series: int = 0
    points: int = 0
    requests: int = 0
    response_bytes: int = 0
    duration_seconds: float = 0.0
    errors_in_a_row: int = 0
    errors_total: int = 0
    last_error_code: str | None = None
    last_error: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Collection:
    """A collection under way; whoever collects puts the frame in."""

    frame: Frame | None = None


class CollectionRecorder:
    """Keeps the last status of each expression in memory."""

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        max_entries: int = 10_000,
        observe: Observe = lambda _seconds, _tenant, _source: None,
    ) -> None:
        self._clock = clock
        self._observe = observe
        self._max_entries = max_entries
        self._lock = Lock()
        self._status: dict[CollectionKey, CollectionStatus] = {}

    @property
    def all(self) -> Mapping[CollectionKey, CollectionStatus]:
        """The status of every expression that was collected."""
        with self._lock:
            return dict(self._status)

    def status(self, tenant: str, query: QuerySpec) -> CollectionStatus | None:
        """Return the status of a query, None where it was never collected."""
        with self._lock:
            return self._status.get((tenant, query.source, query.expression))

    @contextmanager
    def collecting(self, tenant: str, query: QuerySpec, end_ms: int) -> Iterator[Collection]:
        """Note how the block went, whether it ends well or not."""
        key = (tenant, query.source, query.expression)
        collection, started = Collection(), time.monotonic()
        with Meter().running() as meter:
            try:
                yield collection
            except BarographError as error:
                self._write(key, partial(self._failed, error=error, started=started))
                self._observe(time.monotonic() - started, tenant, query.source)
                raise
        if meter.requests:
            # A window that holds everything already took nobody's time.
            self._observe(time.monotonic() - started, tenant, query.source)
        self._write(key, lambda before: self._succeeded(before, collection.frame, meter, started))

    def _failed(self, before: CollectionStatus, error: BarographError, started: float) -> CollectionStatus:
        return replace(
            before,
            last_attempt_ms=int(self._clock() * 1000),
            duration_seconds=time.monotonic() - started,
            errors_in_a_row=before.errors_in_a_row + 1,
            errors_total=before.errors_total + 1,
            last_error_code=error.code,
            last_error=error.message,
        )

    def _succeeded(
        self, before: CollectionStatus, frame: Frame | None, meter: Meter, started: float
    ) -> CollectionStatus:
        now_ms = int(self._clock() * 1000)
        newest = _newest_point(frame)
        return CollectionStatus(
            last_attempt_ms=now_ms,
            last_success_ms=now_ms,
            newest_point_ms=newest,
            lag_seconds=None if newest is None else (now_ms - newest) / 1000,
            series=0 if frame is None else frame.series_count,
            points=0 if frame is None else frame.series_count * frame.point_count,
            requests=meter.requests,
            response_bytes=meter.response_bytes,
            duration_seconds=time.monotonic() - started,
            errors_total=before.errors_total,
            # A window that was at hand asks nobody: what was remarked before still stands.
            warnings=tuple(meter.warnings) if meter.requests else before.warnings,
        )

    def _write(self, key: CollectionKey, change: Callable[[CollectionStatus], CollectionStatus]) -> None:
        with self._lock:
            before = self._status.pop(key, CollectionStatus())
            self._status[key] = change(before)
            while len(self._status) > self._max_entries:
                del self._status[next(iter(self._status))]


def _newest_point(frame: Frame | None) -> int | None:
    """Return the time of the last moment at which any series has a value."""
    for back in range(1, (frame.point_count if frame is not None else 0) + 1):
        if frame is not None and not np.isnan(frame.values[:, -back]).all():
            return int(frame.timestamps[-back])
    return None
