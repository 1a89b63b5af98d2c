"""Replays a detector over the shop's history: the functions that live ticks use, over two weeks at once."""

from dataclasses import dataclass

from barograph.algorithms.registry import Registry
from barograph.config.detector import DetectorSpec
from barograph.demo.promql import Grid, Vector, evaluate
from barograph.demo.shop import Shop
from barograph.domain import ChangeKind, Frame, Labels
from barograph.policy import Plan, advance

__all__ = ["Episode", "Period", "read_frame", "replay"]


@dataclass(frozen=True, slots=True)
class Period:
    """Two weeks to learn from, then two weeks to judge."""

    learn_from_ms: int
    judge_from_ms: int
    judge_to_ms: int


@dataclass(frozen=True, slots=True)
class Episode:
    """One alert: which series of which detector, from when, and when somebody could have known."""

    detector: str
    labels: Labels
    started_ms: int
    opened_ms: int


def replay(shop: Shop, spec: DetectorSpec, registry: Registry, period: Period) -> tuple[list[Episode], int]:
    """Return the episodes of a detector and how many series it has."""
    algorithm = registry.create(spec.algorithm.name, spec.algorithm.parameters)
    step_ms = spec.query.step.milliseconds
    model = algorithm.fit(read_frame(shop, spec, period.learn_from_ms, period.judge_from_ms - step_ms))
    lead_ms = (algorithm.window_points - 1) * step_ms
    window = read_frame(shop, spec, period.judge_from_ms - lead_ms, period.judge_to_ms)
    scores = algorithm.score(model, window)
    outcome = advance(Plan.of(spec), window, scores, (), period.judge_from_ms - 1)
    opened = [change.anomaly for change in outcome.changes if change.kind is ChangeKind.OPENED]
    episodes = [
        Episode(spec.name, anomaly.labels, anomaly.started_ms, anomaly.updated_ms) for anomaly in opened
    ]
    return episodes, window.series_count


def read_frame(shop: Shop, spec: DetectorSpec, start_ms: int, end_ms: int) -> Frame:
    """Return what a source would fetch for a detector."""
    grid = Grid.between(start_ms, end_ms, spec.query.step.milliseconds, end_ms)
    answer = evaluate(shop, spec.query.expression, grid)
    if not isinstance(answer, Vector):
        raise TypeError(f"{spec.name} is a number, not series")
    return Frame(answer.labels, grid.times, answer.values)
