"""Plots as hand-written SVG: the values of an episode with their band, and a range with its episodes."""

from collections.abc import Iterable, Sequence

import numpy as np

from barograph.domain import Anomaly, FloatArray
from barograph.engine.replay import ReplayedBand

__all__ = ["draw_band", "draw_timeline"]

_WIDTH, _HEIGHT, _EDGE = 640.0, 140.0, 8.0


def draw_band(band: ReplayedBand, episode: Anomaly) -> str:
    """Draw one series around an episode; what belongs to the episode is shaded."""
    times = band.frame.timestamps.astype(np.float64)
    values = band.frame.values[0]
    lower, upper = band.scores.lower[0], band.scores.upper[0]
    x = _scale(times, times[0], times[-1], _EDGE, _WIDTH - _EDGE)
    known = np.concatenate(
        [values[np.isfinite(values)], lower[np.isfinite(lower)], upper[np.isfinite(upper)]]
    )
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)

    def place(heights: FloatArray) -> FloatArray:
        return _scale(heights, low, high, _HEIGHT - _EDGE, _EDGE)

    ended_ms = float(episode.ended_ms or episode.updated_ms)
    left, right = _scale(np.array([episode.started_ms, ended_ms]), times[0], times[-1], _EDGE, _WIDTH - _EDGE)
    width = max(1.0, right - left)
    parts = [
        f'<rect class="episode" x="{left:.1f}" y="0" width="{width:.1f}" height="{_HEIGHT:g}"/>',
        _area(x, place(lower), place(upper)),
        *(f'<polyline class="value" points="{points}"/>' for points in _lines(x, place(values))),
    ]
    return _svg(parts, f"values from {low:.4g} to {high:.4g}")


def draw_timeline(start_ms: int, end_ms: int, episodes: Iterable[Anomaly]) -> str:
    """Draw the whole range with a mark for each episode, higher where it was stranger."""
    marks = []
    for episode in episodes:
        at = np.array([episode.started_ms, episode.ended_ms or end_ms], dtype=np.float64)
        left, right = _scale(at, start_ms, end_ms, _EDGE, _WIDTH - _EDGE)
        height = (_HEIGHT - 2 * _EDGE) * episode.peak_score
        marks.append(
            f'<rect class="{episode.severity.value}" x="{left:.1f}" y="{_HEIGHT - _EDGE - height:.1f}" '
            f'width="{max(1.5, right - left):.1f}" height="{height:.1f}"/>'
        )
    return _svg(marks, "episodes over time")


def _svg(parts: Iterable[str], title: str) -> str:
    inner = "".join(parts)
    return f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img"><title>{title}</title>{inner}</svg>'


def _scale(values: FloatArray, low: float, high: float, first: float, last: float) -> FloatArray:
    """Map values from a range to places on the paper."""
    span = (high - low) or 1.0
    places: FloatArray = first + (values.astype(np.float64) - low) / span * (last - first)
    return places


def _lines(x: FloatArray, y: FloatArray) -> list[str]:
    """Return the points of each stretch without a gap."""
    breaks = np.flatnonzero(~np.isfinite(y))
    stretches = np.split(np.arange(y.size), breaks)
    return [_points(x, y, kept) for part in stretches if (kept := part[np.isfinite(y[part])]).size]


def _area(x: FloatArray, lower: FloatArray, upper: FloatArray) -> str:
    known = np.flatnonzero(np.isfinite(lower) & np.isfinite(upper))
    if not known.size:
        return ""
    outline = f"{_points(x, upper, known)} {_points(x, lower, known[::-1])}"
    return f'<polygon class="band" points="{outline}"/>'


def _points(
    x: FloatArray, y: FloatArray, positions: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.intp]]
) -> str:
    return " ".join(f"{x[at]:.1f},{y[at]:.1f}" for at in positions)
