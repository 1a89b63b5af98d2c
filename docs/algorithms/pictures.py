"""Draw each algorithm at work: `python docs/algorithms/pictures.py` writes the SVG files beside it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from barograph.algorithms.rarity.calibration import DEFAULT_THRESHOLD
from barograph.algorithms.registry import Registry
from barograph.domain import FloatArray, Frame, Labels, Scores

STEP_MS = 300_000
DAY = 288
START_MS = 1_767_571_200_000
SHOWN = 240
WIDTH, HEIGHT, STRIP = 640, 170, 40

Draw = Callable[[np.random.Generator, int], FloatArray]


def noise(rng: np.random.Generator, points: int) -> FloatArray:
    """A level with noise."""
    return 50 + rng.normal(0, 2, (4, points))


def wave(rng: np.random.Generator, points: int) -> FloatArray:
    """A day with its rush hours."""
    moments = np.arange(points)
    day = 12 * np.sin(2 * np.pi * moments / DAY) + 5 * np.sin(4 * np.pi * moments / DAY + 1)
    return 50 + day + rng.normal(0, 1.5, (4, points))


def cycle(rng: np.random.Generator, points: int) -> FloatArray:
    """A machine that repeats itself every two hours."""
    return 50 + 10 * np.sin(2 * np.pi * np.arange(points) / 24) + rng.normal(0, 1, (4, points))


def counts(rng: np.random.Generator, points: int) -> FloatArray:
    """Lines of a log a step."""
    return rng.poisson(6, (4, points)).astype(float)


def spike(values: FloatArray) -> None:
    """One point far up and one far down."""
    values[0, -80] += 22
    values[0, -30] -= 18


def shift(values: FloatArray) -> None:
    """A lasting step that no single point shows."""
    values[0, -90:] += 3.5


def louder(values: FloatArray) -> None:
    """Noise that doubles for two hours, with one point far off."""
    values[0, -110:-86] = 50 + 3.5 * (values[0, -110:-86] - 50)
    values[0, -40] += 18


def still(values: FloatArray) -> None:
    """A rhythm that stops for two hours."""
    values[0, -90:-66] = 50


def alone(values: FloatArray) -> None:
    """All members move, and one of them more."""
    values[:, -120:-60] += 15
    values[0, -60:-40] += 14


def lines(values: FloatArray) -> None:
    """A burst, then silence."""
    values[0, -150:-146] = 30
    values[0, -80:] = 0


def midday_at_night(values: FloatArray) -> None:
    """An hour of the night that looks like the day."""
    values[0, -90:-78] = 66


def trouble(values: FloatArray) -> None:
    """A spike, a standstill, and a level that stays wrong."""
    values[0, -200] += 16
    values[0, -150:-110] = values[0, -150]
    values[0, -60:] += 20


SCENES: dict[str, tuple[Draw, Callable[[FloatArray], None], dict[str, object]]] = {
    "auto": (wave, trouble, {}),
    "threshold": (noise, spike, {"upper": 62.0}),
    "zscore": (noise, spike, {}),
    "mad": (noise, spike, {}),
    "sliding_window": (noise, spike, {}),
    "ewma": (noise, spike, {}),
    "seasonal": (wave, midday_at_night, {}),
    "forecast": (wave, spike, {}),
    "changepoint": (noise, shift, {}),
    "subsequence": (cycle, still, {}),
    "isolation_forest": (noise, louder, {}),
    "lstm": (cycle, still, {}),
    "peers": (noise, alone, {}),
    "ensemble": (wave, midday_at_night, {}),
    "log_templates": (counts, lines, {}),
    "log_errors": (counts, lines, {}),
}


def play(name: str) -> tuple[Frame, Scores]:
    """Fit an algorithm on calm history and let it judge what came after."""
    draw, happen, parameters = SCENES[name]
    algorithm = Registry.installed().create(name, parameters)
    history = min(max(algorithm.history_points, 1_000), 14 * DAY)
    values = draw(np.random.default_rng(4), history + SHOWN)
    happen(values)
    labels = tuple(Labels(instance=f"host-{row}") for row in range(len(values)))
    frame = Frame(labels, START_MS + np.arange(history + SHOWN) * STEP_MS, values)
    model = algorithm.fit(frame.columns(0, history))
    return frame.tail(SHOWN), algorithm.score(model, frame, last=SHOWN)


def picture(frame: Frame, scores: Scores) -> str:
    """Return the drawing: the band, all series, what was strange, and the score below."""
    lower, upper = scores.lower[0], scores.upper[0]
    values = frame.values
    known = np.concatenate([values.ravel(), *(edge[np.isfinite(edge)] for edge in (lower, upper))])
    low, high = float(known.min()), float(known.max())
    x = np.linspace(4, WIDTH - 4, SHOWN)

    def y(points: FloatArray) -> FloatArray:
        return HEIGHT - 4 - (points - low) / (high - low) * (HEIGHT - 8)

    parts = []
    if np.isfinite(lower).all() and np.isfinite(upper).all():
        outline = [*zip(x, y(upper), strict=True), *zip(x[::-1], y(lower)[::-1], strict=True)]
        parts.append(f'<polygon points="{_path(outline)}" fill="#cfe3f7"/>')
    bounds = [bound for bound in (lower, upper) if np.isfinite(bound).all()]
    parts += [_line(x, y(bound), "#9ec5ec", 1) for bound in bounds]
    parts += [_line(x, y(row), "#c9ced6", 1) for row in values[1:]]
    parts.append(_line(x, y(values[0]), "#2f4b7c", 1.4))
    strange = np.flatnonzero(scores.signal[0] >= DEFAULT_THRESHOLD)
    parts += [f'<circle cx="{x[i]:.0f}" cy="{y(values[0])[i]:.0f}" r="3" fill="#d62728"/>' for i in strange]
    strip = HEIGHT + STRIP - 4 - np.nan_to_num(scores.score[0]) * (STRIP - 8)
    parts.append(_line(x, strip, "#d62728", 1))
    threshold = HEIGHT + STRIP - 4 - DEFAULT_THRESHOLD * (STRIP - 8)
    parts.append(
        f'<line x1="4" x2="{WIDTH - 4}" y1="{threshold:.0f}" y2="{threshold:.0f}" '
        f'stroke="#999" stroke-dasharray="4 4"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT + STRIP}" role="img">'
        f'<rect width="{WIDTH}" height="{HEIGHT + STRIP}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in points)


def _line(x: FloatArray, y: FloatArray, color: str, width: float) -> str:
    points = _path(list(zip(x, y, strict=True)))
    return f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="{width}"/>'


def main() -> None:
    """Write one file for each scene."""
    folder = Path(__file__).parent
    for name in SCENES:
        frame, scores = play(name)
        shown = frame if name == "peers" else frame.rows([0])
        (folder / f"{name}.svg").write_text(picture(shown, scores), encoding="utf-8")


if __name__ == "__main__":
    main()
