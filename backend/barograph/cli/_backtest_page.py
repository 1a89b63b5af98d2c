"""The report of a backtest: one HTML file that needs nothing else."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from barograph.cli._backtest_plot import draw_band, draw_timeline
from barograph.domain import Anomaly
from barograph.engine.quality import Quality
from barograph.engine.rehearsal import Performance
from barograph.errors import ValidationFailed

__all__ = ["write_page"]

_MOST_PLOTS = 30
_AROUND_POINTS = 60
_STYLE = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem; text-align: left; }
tr { border-bottom: 1px solid #8884; } svg { width: 100%; background: #8881; border-radius: 4px; }
.value { fill: none; stroke: #2563eb; stroke-width: 1.5; } .band { fill: #22c55e44; }
.episode { fill: #ef444433; } .info { fill: #3b82f6; }
.warning { fill: #f59e0b; } .critical { fill: #dc2626; }
figure { margin: 1.5rem 0; } figcaption { margin-bottom: .3rem; }
"""


def write_page(file: Path, judged: Sequence[tuple[Performance, Quality]]) -> None:
    """Write the report of every detector into one file."""
    body = "".join(_section(performance, quality) for performance, quality in judged)
    page = (
        "<!doctype html><html lang='en'><meta charset='utf-8'><title>Barograph backtest</title>"
        f"<style>{_STYLE}</style><body><h1>Backtest</h1>{body}</body></html>"
    )
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise ValidationFailed(f"The report can't be written to {file}: {error.strerror}.") from error


def _section(performance: Performance, quality: Quality) -> str:
    spec = performance.spec
    shown = sorted(performance.episodes, key=lambda episode: -episode.peak_score)[:_MOST_PLOTS]
    figures = "".join(_figure(performance, episode) for episode in sorted(shown, key=_start))
    return (
        f"<section><h2>{escape(spec.title or spec.name)}</h2>"
        f"<p><code>{escape(spec.query.expression)}</code></p>"
        f"<p>{_say_time(performance.start_ms)} to {_say_time(performance.end_ms)}, "
        f"{performance.series_count} series, {performance.trainings} trainings.</p>"
        f"{_table(_rows(quality))}"
        f"{draw_timeline(performance.start_ms, performance.end_ms, performance.episodes)}{figures}"
        f"<h3>Why</h3>{_table(performance.reasons.most_common())}</section>"
    )


def _rows(quality: Quality) -> Iterable[tuple[str, object]]:
    yield "episodes", quality.episodes
    yield "alerts a week", f"{quality.alerts_a_week:.1f}"
    if quality.recall is not None:
        yield "recall", f"{quality.recall:.2f}"
    if quality.precision is not None:
        yield "precision", f"{quality.precision:.2f}"
    if quality.median_delay_seconds is not None:
        yield "median delay", f"{quality.median_delay_seconds:.0f} s"
    for missed in quality.missed:
        yield "missed", f"{_say_time(missed.start_ms)} {missed.name}"


def _figure(performance: Performance, episode: Anomaly) -> str:
    plot = draw_band(performance.replay.band_of(episode, _AROUND_POINTS), episode)
    place = f"{_say_time(episode.started_ms)} · {escape(str(episode.labels))}"
    caption = f"{place}<br>{escape(episode.evidence.sentence)}"
    return f"<figure><figcaption>{caption}</figcaption>{plot}</figure>"


def _table(rows: Iterable[tuple[str, object]]) -> str:
    cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(str(value))}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def _start(episode: Anomaly) -> int:
    return episode.started_ms


def _say_time(at_ms: int) -> str:
    return f"{datetime.fromtimestamp(at_ms / 1000, UTC):%Y-%m-%d %H:%M} UTC"
