"""Queries of detectors, answered: source, window, transforms."""

from collections.abc import Callable

import numpy as np

from barograph.config.detector import BoundQuery, QuerySpec
from barograph.domain import Frame, Labels
from barograph.sources.base import ExplainingSource, FrameSource, LearningSource, RangeRequest
from barograph.sources.collection import CollectionRecorder
from barograph.sources.directory import OpenSource, SourceDirectory
from barograph.sources.readings import Reading
from barograph.sources.transforms import Pipeline

__all__ = ["QueryReader"]

_Read = Callable[[str, int, int], Frame]
"""Reads an expression: with its step and how many points, up to the end."""


class QueryReader:
    """Gives the points of a query as an algorithm sees them, and notes how the collection went."""

    def __init__(self, directory: SourceDirectory, recorder: CollectionRecorder | None = None) -> None:
        self._directory = directory
        self._recorder = recorder or CollectionRecorder()

    def window(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> Frame:
        """Return the ``points`` moments that end with ``end_ms``; only new ones are asked for."""
        opened = self._directory.get(tenant, query.source)
        with self._recorder.collecting(tenant, query, end_ms) as collection:
            frame = _read(query, points, _window_reader(opened, query, end_ms))
            collection.frame = frame
        return frame

    def history(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> Frame:
        """Return a long range for a training or a look at the past; the kept windows stay as they are."""
        source = _source_for(self._directory.get(tenant, query.source), query)
        points = (end_ms - start_ms) // query.step.milliseconds + 1

        def fetch(expression: str, step_ms: int, count: int) -> Frame:
            return source.fetch(RangeRequest(expression, end_ms - (count - 1) * step_ms, end_ms, step_ms))

        return _read(query, points, fetch)

    def trace(self, tenant: str, query: QuerySpec, end_ms: int, points: int) -> list[tuple[str, Frame]]:
        """Return the last points as the source gives them, and after each transform, each with its name."""
        source = _source_for(self._directory.get(tenant, query.source), query)
        pipeline = Pipeline(query)
        needed = points + pipeline.extra_points

        def fetch(expression: str, step_ms: int, count: int) -> Frame:
            return source.fetch(RangeRequest(expression, end_ms - (count - 1) * step_ms, end_ms, step_ms))

        raw = fetch(query.expression, pipeline.source_step_ms, needed * pipeline.points_a_step)
        steps = pipeline.trace(raw, lambda expression: fetch(expression, pipeline.step_ms, needed))
        traced = [("source", raw.tail(points * pipeline.points_a_step))]
        return [*traced, *((declared.op, frame.tail(points)) for declared, frame in steps)]

    def learn(self, tenant: str, query: QuerySpec, start_ms: int, end_ms: int) -> dict[str, object]:
        """Return what the source learns from a range for the model; empty where it has nothing to learn."""
        source = self._directory.get(tenant, query.source).source
        if not isinstance(source, LearningSource):
            return {}
        step_ms = query.step.milliseconds
        request = RangeRequest(query.expression, start_ms, end_ms, step_ms, query.mode, query.by)
        return source.learn(request)

    def explain(self, tenant: str, query: QuerySpec, at_ms: int, labels: Labels) -> dict[str, object]:
        """Return what the source can say about one series at a moment; empty where it can't."""
        source = self._directory.get(tenant, query.source).source
        if not isinstance(source, ExplainingSource):
            return {}
        learnt = query.learnt if isinstance(query, BoundQuery) else None
        step_ms = query.step.milliseconds
        request = RangeRequest(query.expression, at_ms, at_ms, step_ms, query.mode, query.by, learnt)
        return source.explain(request, labels)


def _source_for(opened: OpenSource, query: QuerySpec) -> FrameSource:
    return opened.source if query.mode == "metric" else Reading(opened.source, query)


def _window_reader(opened: OpenSource, query: QuerySpec, end_ms: int) -> _Read:
    if query.mode == "metric":
        return lambda expression, step_ms, count: opened.windows.window(expression, end_ms, step_ms, count)
    windows, reading = opened.readings.find(query), Reading(opened.source, query)
    return lambda expression, step_ms, count: reading.settle(
        windows.window(expression, end_ms, step_ms, count)
    )


def _read(query: QuerySpec, points: int, read: _Read) -> Frame:
    pipeline = Pipeline(query)
    needed = points + pipeline.extra_points
    raw = read(query.expression, pipeline.source_step_ms, needed * pipeline.points_a_step)
    frame = pipeline.apply(raw, lambda expression: read(expression, pipeline.step_ms, needed)).tail(points)
    is_there = ~np.isnan(frame.values).all(axis=1)
    return frame if is_there.all() else frame.rows(np.flatnonzero(is_there).tolist())
