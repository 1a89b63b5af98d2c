"""Bars: one value for each name, as a small SVG that needs nothing else."""

from collections.abc import Mapping
from html import escape

__all__ = ["draw_bars"]

_ROW, _LEFT, _WIDTH, _RIGHT = 22, 130, 360, 60


def draw_bars(title: str, values: Mapping[str, float], shape: str) -> str:
    """Return a drawing with one bar for each value; negative ones have none."""
    highest = max(*values.values(), 1e-9)
    height = _ROW * (len(values) + 1) + 8
    rows = []
    for number, (name, value) in enumerate(values.items(), start=1):
        top = number * _ROW + 4
        length = max(0.0, value / highest) * _WIDTH
        rows.append(
            f'<text x="{_LEFT - 8}" y="{top + 14}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{_LEFT}" y="{top + 3}" width="{length:.1f}" height="{_ROW - 8}" fill="#4a7fb5"/>'
            f'<text x="{_LEFT + length + 6:.1f}" y="{top + 14}">{format(value, shape)}</text>'
        )
    width = _LEFT + _WIDTH + _RIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{width}" height="{height}" fill="#fff"/>'
        f'<text x="{_LEFT}" y="18" font-weight="bold">{escape(title)}</text>{"".join(rows)}</svg>\n'
    )
