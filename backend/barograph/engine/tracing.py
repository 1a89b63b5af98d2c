"""What each transform of a query makes of the values, for people who write one."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from barograph.config.detector import QuerySpec
from barograph.domain import FloatArray, Frame

__all__ = ["Trace", "describe_steps", "trace_nothing"]

Trace = Callable[[str, QuerySpec, int, int], Sequence[tuple[str, Frame]]]
"""Takes tenant, query, last moment and number of points; returns the frame after each step, with its name."""


def trace_nothing(tenant: str, query: QuerySpec, end_ms: int, points: int) -> Sequence[tuple[str, Frame]]:
    """Have nothing to show, as a frame without a source does."""
    return ()


def describe_steps(steps: Sequence[tuple[str, Frame]]) -> list[dict[str, Any]]:
    """Return each step as JSON: how many series and gaps, between which values, and one series of them."""
    return [_describe(name, frame) for name, frame in steps]


def _describe(name: str, frame: Frame) -> dict[str, Any]:
    finite = frame.values[np.isfinite(frame.values)]
    return {
        "op": name,
        "series": frame.series_count,
        "points": frame.point_count,
        "gaps": int(np.isnan(frame.values).sum()),
        "smallest": float(finite.min()) if finite.size else None,
        "largest": float(finite.max()) if finite.size else None,
        "example": _example(frame) if frame.series_count else None,
    }


def _example(frame: Frame) -> dict[str, Any]:
    """Return the first series that has a value."""
    row = int((~np.isnan(frame.values)).any(axis=1).argmax())
    return {
        "labels": dict(frame.labels[row]),
        "timestamps_ms": frame.timestamps.tolist(),
        "values": _json_of(frame.values[row]),
    }


def _json_of(values: FloatArray) -> list[float | None]:
    return [value if np.isfinite(value) else None for value in values.tolist()]
